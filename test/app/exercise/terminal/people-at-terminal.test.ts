import { Pace } from '../../../../app/exercise/paced/pace.js'
import { PacedStage } from '../../../../app/exercise/paced/paced-stage.js'
import { playExercise } from '../../../../app/exercise/play-exercise.js'
import { PeopleAtTerminal } from '../../../../app/exercise/terminal/people-at-terminal.js'
import { addressedRoles } from '../../../../app/exercise/terminal/roles-played.js'
import type { Exercise } from '../../../../exercises/exercise-file.js'
import { discussionText } from '../../../support/exercises/discussion.js'
import { changed, exerciseOf, initText } from '../../../support/exercises/exercises.js'
import { fakePlayStage } from '../../../support/exercises/play-fake.js'
import { TinyTerminal } from '../../../support/exercises/tiny-terminal.js'

const exercise = exerciseOf(initText)
const talk = exerciseOf(changed(discussionText, ['aftermath: 0s', 'aftermath: 10m']))

interface Sitting {
  readonly roles?: readonly string[]
  readonly scale?: number
  readonly columns?: number
}

/** People at a terminal who play on a fake stage. */
function sitDown(played: Exercise, { roles = addressedRoles(played), scale = 1_000, columns = 120 }: Sitting = {}) {
  const terminal = new TinyTerminal(columns)
  const pace = new Pace(scale)
  const aborted: string[] = []
  const streams = { input: terminal.input, output: terminal.output, env: terminal.env }
  const abort = () => void aborted.push('aborted')
  const people = new PeopleAtTerminal({ exercise: played, roles, pace, streams, abort })
  const play = async () => {
    const { record } = await playExercise(played, {
      startStage: async () => new PacedStage(fakePlayStage(played), pace),
      seat: (stage) => people.seat(stage),
    })
    const left = people.leave()
    if (record.end.kind !== 'stopped') terminal.type('answer somebody is still typing\r')
    await left
    return record
  }
  const begin = async () => {
    const ready = people.welcome()
    terminal.type('\r')
    expect(await ready).toBe(true)
    return play()
  }
  const say = async (line: string) => {
    terminal.type(line)
    await new Promise((resolve) => setTimeout(resolve, 5))
    terminal.type('\r')
  }
  return { terminal, pace, people, begin, say, aborted, screen: () => terminal.lines.join('\n') }
}

describe('people at a terminal', () => {
  it('play an exercise to its end by what they type', async () => {
    const { terminal, begin, say, screen } = sitDown(exercise)
    const run = begin()
    await terminal.shows(/APPROVAL/)
    await say('pause')
    await say('ask Did they make a new user?')
    await terminal.shows(/REVEALED .*support-2/)
    await say('approve')
    await terminal.shows(/approve, why\?/)
    await say('The address is none of ours.')
    await terminal.shows(/DECISION +approver: approve the block\. The address/)
    await say('go')
    await terminal.shows(/QUESTION/)
    await say('answer still-open The new user lives on.')
    const record = await run
    expect(record).toMatchObject({ players: 'people', end: { kind: 'finished' } })
    expect(record.events.filter(({ kind }) => kind === 'DECISION' || kind === 'ANSWER')).toMatchObject([
      { by: 'approver', decision: 'approve', reason: 'The address is none of ours.' },
      { by: 'responder', points: 2 },
    ])
    expect(screen()).toMatch(/END +The exercise is over/)
    expect(screen()).not.toMatch(/2 of 3 points/)
    expect(terminal.input.isRaw).toBe(false)
  })

  it('pick by number what is offered, and a number never comes to mean another choice', async () => {
    const { terminal, begin, say, pace } = sitDown(exercise, { scale: 60 })
    const run = begin()
    await terminal.shows(/1 approve +2 deny/)
    await say('2')
    await terminal.shows(/deny, why\?/)
    await say('It is our own.')
    await terminal.shows(/DECISION +approver: deny/)
    await say('1')
    await terminal.shows(/What 1 was about is over/)
    await say('99')
    await terminal.shows(/no such choice/)
    pace.fastForward()
    await say('quit')
    await terminal.shows(/End the exercise here\?/)
    await say('yes')
    const { events } = await run
    expect(events.filter(({ kind }) => kind === 'DECISION')).toHaveLength(1)
    expect(events.filter(({ kind }) => kind === 'VOID' || kind === 'REFUSED')).toEqual([])
  })

  it('are not told what is hidden, nor what an inject expected', async () => {
    const { terminal, begin, say, screen } = sitDown(exercise)
    const run = begin()
    await terminal.shows(/LATE +The time for this is over: The release manager/)
    await say('quit')
    await say('yes')
    expect(await run).toMatchObject({ end: { kind: 'stopped', reason: 'Quit at the terminal.' } })
    expect(screen()).not.toMatch(/MISSED|did not approve/)
    expect(screen()).toMatch(/END +The exercise was ended here/)
  })

  it('who quit are asked first, and go on where they do not mean it', async () => {
    const { terminal, begin, say } = sitDown(exercise, { scale: 10 })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    terminal.type('\u0003')
    await terminal.shows(/End the exercise here\?/)
    await say('no')
    await terminal.shows(/^you>/m)
    await say('note We go on.')
    await terminal.shows(/NOTE +responder: We go on/)
    terminal.input.end()
    expect(await run).toMatchObject({ end: { kind: 'stopped', reason: 'The input ended.' } })
  })

  it('may look, stop the clock or quit while they are asked for a reason, and none of it becomes one', async () => {
    const { terminal, begin, say } = sitDown(exercise, { scale: 10 })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    await say('approve')
    await say('pause')
    await terminal.shows(/The clock stands/)
    await say('status')
    await terminal.shows(/paused: go[\s\S]*approve, why\?/)
    terminal.type('\u0003')
    await terminal.shows(/End the exercise here\?/)
    await say('yes')
    const { events } = await run
    expect(events.filter(({ kind }) => kind === 'DECISION')).toEqual([])
  })

  it('end the run by a second Ctrl-C, also while it is paused, and its record is kept', async () => {
    const { terminal, begin, say, aborted } = sitDown(exercise, { scale: 60 })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    await say('pause')
    terminal.type('\u0003')
    await terminal.shows(/End the exercise here\?/)
    terminal.type('\u0003')
    const { end, events } = await run
    expect(end).toMatchObject({ kind: 'stopped', reason: 'Ended at the terminal by Ctrl-C.' })
    expect(events.some(({ kind }) => kind === 'QUESTION_OPENED')).toBe(true)
    expect([aborted, terminal.input.isRaw]).toEqual([[], false])
  })

  it('end at once by a third Ctrl-C where the run does not end, and the terminal is as it was', async () => {
    const { terminal, begin, pace, aborted } = sitDown(exercise, { scale: 60 })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    // Before the run can look.
    terminal.type('\u0003\u0003\u0003')
    await terminal.shows(/^(?![\s\S]*yes, no)/)
    expect([aborted, terminal.input.isRaw]).toEqual([['aborted'], false])
    // A process would be over by now.
    const hurry = setInterval(() => pace.fastForward(), 1)
    await run
    clearInterval(hurry)
  })

  it('whose terminal is gone lose nothing that happened', async () => {
    const { terminal, begin } = sitDown(exercise, { scale: 10 })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    // As Node tells of a pseudoterminal that was closed.
    terminal.input.emit('error', new Error('setRawMode EIO'))
    terminal.output.emit('error', new Error('write EIO'))
    terminal.input.end()
    expect(await run).toMatchObject({ end: { kind: 'stopped', reason: 'The input ended.' } })
  })

  it('need not begin', async () => {
    const { terminal, people } = sitDown(exercise)
    const ready = people.welcome()
    await terminal.shows(/Press Enter/)
    terminal.type('\u0003')
    expect(await ready).toBe(false)
    expect(terminal.input.isRaw).toBe(false)
  })

  it('play one role, and the script the others: what is not theirs is refused', async () => {
    const { terminal, begin, say } = sitDown(exercise, { roles: ['responder'] })
    const run = begin()
    await terminal.shows(/APPROVAL/)
    await say('approve I do it myself.')
    await terminal.shows(/REFUSED +responder may not approve/)
    const record = await run
    expect(record.events.filter(({ kind }) => kind === 'DECISION')).toMatchObject([{ by: 'approver' }])
  })

  it.each([60, 80, 200])(
    'see no line that is too long for %i columns, nor a trace of an old status line',
    async (columns) => {
      const { terminal, begin, say } = sitDown(exercise, { columns })
      const run = begin()
      await terminal.shows(/APPROVAL/)
      for (const line of ['help', 'status', 'who', 'plan', 'nonsense']) await say(line)
      await terminal.shows(/is no command/)
      await say('quit')
      await say('yes')
      await run
      expect(Math.max(...terminal.lines.map(({ length }) => length))).toBeLessThanOrEqual(columns)
      expect(terminal.lines.filter((line) => / {2}\| {2}/.test(line))).toEqual([])
    },
  )
})

describe('people who talk it through', () => {
  it('bring to light what they ask for, and hear no points', async () => {
    const { terminal, begin, say, screen } = sitDown(talk, { roles: ['responder'] })
    const run = begin()
    await say('ask Show me the trust policy.')
    await terminal.shows(/REVEALED +Somebody asked: The trust policy was changed/)
    await terminal.shows(/QUESTION +Why\? \[why\]/)
    await say('It is used from outside.')
    await terminal.shows(/is no command/)
    await say('answer It is used from outside.')
    await say('ff')
    const record = await run
    expect(screen()).not.toMatch(/of 1 points|MET/)
    expect(record.events.filter(({ kind }) => kind === 'ANSWER')).toMatchObject([{ points: 1, by: 'responder' }])
  })

  it('are led by a facilitator who sees it all, plays injects and has the last word on an answer', async () => {
    const { terminal, begin, say } = sitDown(talk, { roles: ['facilitator', 'responder'], scale: 60 })
    const run = begin()
    await terminal.shows(/For the facilitator alone[\s\S]*door[\s\S]*mail/)
    await say('inject mail')
    await terminal.shows(/CHAT +A mail/)
    await say('reveal door')
    await terminal.shows(/REVEALED +Told: The trust policy/)
    await say('ff')
    await terminal.shows(/QUESTION +Why/)
    await say('answer No idea.')
    await terminal.shows(/0 of 1 points[\s\S]*1 not made +It is used from outside/)
    await say('judge why 1 yes')
    await terminal.shows(/1 of 1 points/)
    await say('quit')
    await say('yes')
    const { events } = await run
    expect(events.findLast(({ kind }) => kind === 'ANSWER')).toMatchObject({ scoredBy: 'facilitator', made: [0] })
  })
})
