import type { Inject } from '../../../../exercises/schema/injects.js'
import type { ExerciseSent } from '../../../../integrations/slack/exercise-desk.js'
import { anInjectEvent, slackTable } from '../../../support/exercises/slack-table.js'
import { starterExercise } from '../../../support/exercises/starter.js'

const starter = starterExercise()
const cast = { approver: 'U0ANA', responder: 'U0BEN', facilitator: 'U0CY' }
const sent = (changes: Partial<ExerciseSent>): ExerciseSent => {
  return { kind: 'answer', run: null, inject: null, role: null, choice: null, text: 'It goes on selling.', ...changes }
}

function setUp(of: Readonly<Record<string, string>> = cast) {
  const table = slackTable(starter, of)
  table.begin()
  table.run.note(anInjectEvent('shop', 'pressure'))
  table.run.note(anInjectEvent('impact', 'question'))
  return table
}
const refused = (text: RegExp) => ({ outcome: 'refused', text: expect.stringMatching(text) })

describe('whoever takes no part', () => {
  it('opens no form, answers, asks, leads and ends nothing, and is told who plays', async () => {
    const { desk, as, moves, run } = setUp()
    const eve = as('U0EVE')
    const who = refused(/played by those who were named .*The responder, The approver/)
    expect(await desk.exercise(eve)).toEqual(who)
    expect(await desk.exerciseForm(eve, { kind: 'answer', run: run.id, inject: 'shop' })).toEqual(who)
    expect(await desk.exerciseSent(eve, sent({ inject: 'shop' }))).toEqual(who)
    expect(await desk.exerciseSent(eve, sent({ kind: 'ask' }))).toEqual(who)
    expect(await desk.exerciseSent(eve, sent({ kind: 'lead', choice: 'reveal:theft' }))).toEqual(who)
    expect(await desk.exerciseEnd(eve, 'enough')).toEqual(who)
    expect(moves).toEqual([])
  })
})

describe('an answer', () => {
  it('is given under the role that was asked, and what became of it is told', async () => {
    const { desk, as, moves, state, run } = setUp()
    state.becomes = () => {
      return { kind: 'PRESSURE', atMs: 61_000, inject: 'shop', by: 'approver', choice: 'wait', text: 'x', inTime: true }
    }
    const answer = await desk.exerciseSent(as('U0ANA'), sent({ run: run.id, inject: 'shop', choice: 'wait' }))
    expect(answer).toEqual({ outcome: 'done', text: 'Your answer is taken.' })
    expect(moves).toEqual([
      { by: 'approver', does: 'answer', inject: 'shop', choice: 'wait', text: 'It goes on selling.' },
    ])
  })

  it('is refused of somebody who plays another role, who is told which, and nothing is played', async () => {
    const { desk, as, moves, run } = setUp()
    const no = refused(/This is put to The approver\. You play The responder\./)
    expect(await desk.exerciseForm(as('U0BEN'), { kind: 'answer', run: run.id, inject: 'shop' })).toEqual(no)
    expect(await desk.exerciseSent(as('U0BEN'), sent({ inject: 'shop' }))).toEqual(no)
    expect(moves).toEqual([])
  })

  it('is given under the role that was chosen where a member was asked in two', async () => {
    const { desk, as, moves, run } = setUp({ approver: 'U0ANA', responder: 'U0ANA' })
    const form = await desk.exerciseForm(as('U0ANA'), { kind: 'answer', run: run.id, inject: 'impact' })
    expect(form).toMatchObject({ roles: [{ value: 'responder' }, { value: 'approver' }] })
    expect(await desk.exerciseSent(as('U0ANA'), sent({ inject: 'impact' }))).toEqual(refused(/Choose as whom/))
    expect(await desk.exerciseSent(as('U0ANA'), sent({ inject: 'impact', role: 'facilitator' }))).toEqual(
      refused(/Choose as whom/),
    )
    await desk.exerciseSent(as('U0ANA'), sent({ inject: 'impact', role: 'responder' }))
    expect(moves).toEqual([expect.objectContaining({ by: 'responder', does: 'answer', inject: 'impact' })])
  })

  it('says that it came too late, and what the run itself refuses', async () => {
    const { desk, as, state } = setUp()
    const atMs = 300_000
    state.becomes = () => {
      return { kind: 'PRESSURE', atMs, inject: 'shop', by: 'approver', choice: null, text: 'x', inTime: false }
    }
    expect(await desk.exerciseSent(as('U0ANA'), sent({ inject: 'shop' }))).toEqual({
      outcome: 'done',
      text: expect.stringMatching(/too late to count/),
    })
    state.becomes = ({ by, does }) => ({ kind: 'VOID', atMs, by, attempted: does, why: 'approver is away.' })
    expect(await desk.exerciseSent(as('U0ANA'), sent({ inject: 'shop' }))).toEqual(refused(/approver is away/))
  })

  it('offers the same choices whatever is expected, so that they do not tell the answer', async () => {
    const { desk, as, run } = setUp()
    const form = await desk.exerciseForm(as('U0ANA'), { kind: 'answer', run: run.id, inject: 'shop' })
    const values = ['answer', 'approve', 'deny', 'wait', 'escalate', 'askOwner']
    expect(form).toMatchObject({ choices: values.map((value) => ({ value })) })
    const question = await desk.exerciseForm(as('U0ANA'), { kind: 'answer', run: run.id, inject: 'impact' })
    expect(question).toMatchObject({ choices: [] })
  })

  it('is refused by a button of an earlier run, of what was not played, before the beginning and after the end', async () => {
    const { desk, as, run } = setUp()
    const old = { run: 'run_000000000000', inject: 'shop' }
    expect(await desk.exerciseSent(as('U0ANA'), sent(old))).toEqual(refused(/earlier exercise/))
    expect(await desk.exerciseForm(as('U0ANA'), { kind: 'answer', run: run.id, inject: 'none' })).toEqual(
      refused(/nothing to answer/),
    )
    run.end()
    expect(await desk.exerciseSent(as('U0ANA'), sent({ inject: 'shop' }))).toEqual(refused(/The exercise is over/))
    const { desk: early } = slackTable(starter, cast)
    expect(await early.exerciseSent(as('U0ANA'), sent({ inject: 'shop' }))).toEqual(refused(/not begun yet/))
  })
})

describe('a question to the facilitator', () => {
  it('says whether something came to light, and not what: everybody reads that in the thread', async () => {
    const { desk, as, moves, state } = setUp()
    const ask = () => desk.exerciseSent(as('U0BEN'), sent({ kind: 'ask', text: 'How did they get in?' }))
    state.becomes = ({ by }) => ({ kind: 'ASKED', atMs: 61_000, by, text: 'x', revealed: ['theft'] })
    expect((await ask()).text).toMatch(/something came to light/)
    state.becomes = ({ by }) => ({ kind: 'ASKED', atMs: 61_000, by, text: 'x', revealed: [] })
    expect((await ask()).text).toMatch(/nothing new/)
    expect(moves[0]).toEqual({ by: 'responder', does: 'ask', text: 'How did they get in?' })
  })

  it('is taken also where the run is too busy to say at once what became of it', async () => {
    const { desk, as } = setUp()
    expect(await desk.exerciseSent(as('U0BEN'), sent({ kind: 'ask' }))).toMatchObject({ outcome: 'done' })
  })
})

describe('faults of the exercise', () => {
  it('keep whoever is away from acting, and say until when; others act', () => {
    const fault = { kind: 'away', who: 'approver', for: { ms: 120_000 } } as const
    const away: Inject = { id: 'gone', kind: 'fault', title: 'x', manual: true, reveals: [], fault }
    const table = slackTable({ ...starter, injects: [...starter.injects, away] }, cast)
    table.begin()
    table.run.note({ kind: 'FAULT', atMs: 60_000, inject: 'gone', fault: 'away', text: 'x' })
    const { desk, as, moves, state } = table
    expect(desk.hindrance(as('U0ANA'), 'approve')).toMatch(/The approver is away until T\+03:00/)
    expect(moves).toEqual([{ by: 'approver', does: 'note', text: 'Wanted to approve while away.' }])
    expect(desk.hindrance(as('U0BEN'), 'approve')).toBeNull()
    state.nowMs = 180_000
    expect(desk.hindrance(as('U0ANA'), 'approve')).toBeNull()
  })

  it('keep everybody from acting while the chat is down', () => {
    const { desk, as, state } = setUp()
    state.isDown = true
    expect(desk.hindrance(as('U0ANA'), 'approve')).toMatch(/Slack is away now/)
    expect(desk.isDown()).toBe(true)
  })
})
