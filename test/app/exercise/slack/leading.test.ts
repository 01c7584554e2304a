import type { Inject } from '../../../../exercises/schema/injects.js'
import type { ExerciseSent } from '../../../../integrations/slack/exercise-desk.js'
import { anInjectEvent, slackTable } from '../../../support/exercises/slack-table.js'
import { starterExercise } from '../../../support/exercises/starter.js'

const starter = starterExercise()
const byHand: Inject = {
  id: 'rumour',
  kind: 'chat',
  title: 'A rumour',
  from: 'Sales',
  text: 'x',
  manual: true,
  reveals: [],
}
const exercise = { ...starter, injects: [...starter.injects, byHand] }
const cast = { approver: 'U0ANA', facilitator: 'U0CY' }
const lead = (choice: string | null, text = ''): ExerciseSent => {
  return { kind: 'lead', run: null, inject: null, role: null, choice, text }
}

function setUp() {
  const table = slackTable(exercise, cast)
  table.begin()
  table.run.note(anInjectEvent('shop', 'pressure'))
  return table
}
const choicesOf = (form: object) => ('choices' in form && Array.isArray(form.choices) ? form.choices : [])

describe('the facilitator', () => {
  it('alone sees what is theirs to play, what is hidden, and the notes of the file', async () => {
    const { desk, as, run } = setUp()
    const form = await desk.exerciseForm(as('U0CY'), { kind: 'lead', run: run.id })
    expect(choicesOf(form)).toEqual([
      { value: 'inject:rumour', text: 'Play: A rumour' },
      { value: 'reveal:theft', text: expect.stringMatching(/^Reveal: The credentials were read/) },
      { value: 'end', text: 'End the exercise' },
    ])
    expect(JSON.stringify(form)).toContain('reads its database password with this role')
    const no = { outcome: 'refused', text: expect.stringMatching(/Only the facilitator leads/) }
    expect(await desk.exerciseForm(as('U0ANA'), { kind: 'lead', run: run.id })).toEqual(no)
    expect(await desk.exerciseSent(as('U0ANA'), lead('reveal:theft'))).toEqual(no)
    expect(await desk.exerciseEnd(as('U0ANA'), 'enough')).toEqual(no)
  })

  it.each([
    ['inject:rumour', { by: 'facilitator', does: 'inject', inject: 'rumour' }],
    ['reveal:theft', { by: 'facilitator', does: 'reveal', step: 'theft' }],
    ['judge:impact:1:yes', { by: 'facilitator', does: 'judge', inject: 'impact', point: 1, made: true }],
    ['judge:impact:0:no', { by: 'facilitator', does: 'judge', inject: 'impact', point: 0, made: false }],
  ])('plays %s', async (choice, move) => {
    const { desk, as, moves, state } = setUp()
    state.becomes = ({ by, does }) => ({ kind: 'VOID', atMs: 61_000, by, attempted: does, why: 'It was played.' })
    expect(await desk.exerciseSent(as('U0CY'), lead(choice))).toEqual({ outcome: 'refused', text: 'It was played.' })
    expect(moves).toEqual([move])
  })

  it.each([null, '', 'judge:impact:x:yes', 'judge:impact:1:maybe', 'approve:x'])(
    'plays nothing by %j',
    async (choice) => {
      const { desk, as, moves } = setUp()
      expect(await desk.exerciseSent(as('U0CY'), lead(choice))).toMatchObject({ outcome: 'refused' })
      expect(moves).toEqual([])
    },
  )

  it('judges the last answer to a question the other way round', async () => {
    const { desk, as, run } = setUp()
    run.note(anInjectEvent('impact', 'question'))
    const answer = { kind: 'ANSWER', atMs: 70_000, inject: 'impact', by: 'approver', text: 'Rotate it.' } as const
    run.note({ ...answer, made: [1], points: 1, outOf: 3, scoredBy: 'keywords', inTime: true })
    const form = await desk.exerciseForm(as('U0CY'), { kind: 'lead', run: run.id })
    expect(choicesOf(form).map(({ value }) => value)).toEqual(
      expect.arrayContaining(['judge:impact:0:yes', 'judge:impact:1:no', 'judge:impact:2:yes']),
    )
  })

  it('ends the run with a reason, by command and by form', async () => {
    const { desk, as, moves } = setUp()
    expect(await desk.exerciseEnd(as('U0CY'), 'The pizza is here.')).toMatchObject({ outcome: 'done' })
    expect(await desk.exerciseSent(as('U0CY'), lead('end'))).toMatchObject({ outcome: 'done' })
    expect(moves).toEqual([
      { by: 'facilitator', does: 'end', reason: 'The pizza is here.' },
      { by: 'facilitator', does: 'end', reason: 'ended by the facilitator' },
    ])
  })
})

describe('/tourniquet exercise while one goes on', () => {
  it('says where it stands, what waits for whom, who plays what, and what this person may open', async () => {
    const { desk, as, run } = setUp()
    const text = JSON.stringify(await desk.exercise(as('U0ANA')))
    expect(text).toMatch(/T\+01:00 of at most 15m\. There is no incident yet\./)
    expect(text).toContain('Waits for people: The manager is worried (The approver).')
    expect(text).toContain('You play The approver. The script of the file plays The responder.')
    expect(await desk.exercise(as('U0ANA'))).toMatchObject({ run: run.id, forms: ['ask'] })
    const leading = await desk.exercise(as('U0CY'))
    expect(leading).toMatchObject({ forms: ['ask', 'lead'] })
    expect(JSON.stringify(leading)).toMatch(/Yours to play: A rumour.*exercise end WHY/)
  })

  it('has no buttons once it is over', async () => {
    const { desk, as, run } = setUp()
    run.end()
    expect(await desk.exercise(as('U0ANA'))).toMatchObject({ run: null })
  })
})
