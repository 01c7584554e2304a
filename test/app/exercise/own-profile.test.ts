import { playVirtually } from '../../../app/exercise/play-virtually.js'
import { stageKinds } from '../../../app/exercise/stage-kinds.js'
import { startVirtualStage } from '../../../app/exercise/start-virtual-stage.js'
import { checkExercise } from '../../../exercises/check-exercise.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { injectSchema } from '../../../exercises/schema/injects.js'
import { scoreRun } from '../../../exercises/score.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { ownProfileText } from '../../support/exercises/own-profile.js'

function exerciseOf(text: string): Exercise {
  const checked = checkExercise(text, stageKinds)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}
const ownProfile = exerciseOf(ownProfileText)

describe('an exercise with a profile of Roles Anywhere', () => {
  it('plays its playbook to the end: off, proved, on again, and nothing leaves the machine', async () => {
    const players = scriptedPlayers('good', ownProfile.players.good)
    const { record } = await playVirtually(ownProfile, players, silentNarrator)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(scoreRun(ownProfile, record).path.asExpected).toBe(true)
    expect(record.liveAwsCalls).toBe(0)
    expect(record.gains.persistence).toContainEqual(expect.objectContaining({ what: 'profile build agents' }))
  })

  it('goes the same way twice', async () => {
    const play = () => playVirtually(ownProfile, scriptedPlayers('bad', []), silentNarrator)
    const first = await play()
    expect(await play()).toEqual(first)
  })
})

describe('a session that somebody assumed', () => {
  it('has whoever assumed it at its root in the evidence', async () => {
    const chained = 'assumedBy: {role: build-runner, session: runner-1, assumedBy: {user: dana}}'
    expect(await rootsOf(ownProfile)).toEqual(['arn:aws:iam::111122223333:user/dana'])
    const direct = exerciseOf(ownProfileText.replaceAll(chained, 'assumedBy: {user: dana}'))
    expect(await rootsOf(direct)).toEqual(['arn:aws:iam::111122223333:user/dana'])
  })
})

/** Roots of the chains that the evidence of a finding about the intruder tells. */
async function rootsOf(exercise: Exercise): Promise<readonly string[]> {
  const stage = await startVirtualStage(exercise)
  try {
    const make = { about: { history: 'intruder' } }
    const inject = injectSchema.parse({ id: 'x', kind: 'finding', title: 'X', at: '0s', source: 'detective', make })
    if (inject.kind !== 'finding') throw new Error('It is no finding.')
    await stage.sendFinding(inject)
    await stage.waitUntil(60_000, () => false)
    const [incident] = await stage.incidents()
    const view = await stage.incidentView(incident?.id ?? '')
    return (view?.evidence?.investigation?.chains ?? []).map(({ root }) => root)
  } finally {
    await stage.stop()
  }
}
