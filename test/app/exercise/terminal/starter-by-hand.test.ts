import { choosePlay } from '../../../../app/exercise/choose-play.js'
import { loadExercise } from '../../../../app/exercise/load-exercise.js'
import { playExercise } from '../../../../app/exercise/play-exercise.js'
import { scoreRun } from '../../../../exercises/score.js'
import { TinyTerminal } from '../../../support/exercises/tiny-terminal.js'

describe('the starter at a terminal, on the product itself', () => {
  it('is played by what people see and type: evidence, plan, decision, answer', async () => {
    const { checked } = loadExercise('starter-instance-credentials')
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const { exercise } = checked
    const terminal = new TinyTerminal(120)
    const { input, output, env } = terminal
    const say = (line: string) => terminal.type(`${line}\r`)
    const play = choosePlay(exercise, {
      by: { kind: 'people', roles: ['responder', 'approver'] },
      stage: 'virtual',
      timeScale: 60,
      streams: { input, output, env },
      onHangup: () => {},
      abort: () => {
        throw new Error('Nobody wants that.')
      },
    })
    const ready = play.ready?.()
    say('')
    expect(await ready).toBe(true)
    const run = playExercise(exercise, play)
    await terminal.shows(/APPROVAL +Block arn:aws:iam::111122223333:role\/service\/web-shop/)
    say('pause')
    say('evidence')
    await terminal.shows(/session +i-0f3a9c2d71e84b650[\s\S]*filed as +sha256:/)
    say('plan')
    await terminal.shows(/will do +PutRolePolicy DenyAll[\s\S]*plan +sha256:/)
    await terminal.shows(/PAUSED/)
    say('approve The session of the instance is used from an address that is not ours.')
    await terminal.shows(/DECISION +approver: approve the block/)
    for (const _ of [1, 2, 3, 4]) say('ff')
    await terminal.shows(/QUESTION[\s\S]*impact/)
    say('answer The web servers are denied as well; rotate shop/db and patch the image resizer.')
    await terminal.shows(/ANSWER +responder on impact/)
    say('ff')
    const { record } = await run
    const left = play.leave?.()
    say('')
    await left
    expect(input.isRaw).toBe(false)
    const score = scoreRun(exercise, record)
    expect(score.objectives.filter(({ met }) => !met)).toEqual([])
    expect([record.liveAwsCalls, record.players]).toEqual([0, 'people'])
  })
})
