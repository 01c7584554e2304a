import type { Move } from '../../../exercises/moves.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { runExercise } from '../../../exercises/run-exercise.js'
import { scoreRun } from '../../../exercises/score.js'
import { discussionText } from '../../support/exercises/discussion.js'
import { exerciseOf, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'

const exercise = exerciseOf(discussionText)

/** People who make these moves, each at its time in seconds. */
function people(...moves: readonly (readonly [number, Move])[]) {
  return {
    name: 'people',
    begin: async (table: { play(move: Move, afterMs?: number): void }) => {
      for (const [seconds, move] of moves) table.play(move, seconds * 1_000)
    },
    see: async () => {},
    end: () => {},
  }
}

const by = 'facilitator'
const answer = (text: string): Move => ({ does: 'answer', by: 'responder', inject: 'why', text })
const play = (...moves: readonly (readonly [number, Move])[]) =>
  runExercise(exercise, new FakeStage(exercise), people(...moves), silentNarrator)

describe('a discussion', () => {
  it('is played without anything of the product', async () => {
    const stage = new FakeStage(exercise)
    const record = await played(exercise, exercise.players.good, stage)
    expect(record).toMatchObject({ mode: 'discuss', end: { kind: 'finished' }, incidents: [] })
    expect(stage.incidentsMade).toEqual([])
  })

  it('the right question uncovers what is hidden, once', async () => {
    const ask: Move = { does: 'ask', by: 'responder', text: 'Show me the TRUST policy.' }
    const { events } = await play([10, { ...ask, text: 'Is it raining?' }], [20, ask], [30, ask])
    expect(events.flatMap((event) => (event.kind === 'ASKED' ? [event.revealed] : []))).toEqual([[], ['door'], []])
    expect(events.filter(({ kind }) => kind === 'REVEALED')).toEqual([
      {
        kind: 'REVEALED',
        step: 'door',
        how: 'asked',
        by: 'responder',
        text: 'The trust policy was changed.',
        atMs: 20_000,
      },
    ])
  })

  it('the facilitator can uncover it, too', async () => {
    const { events } = await play(
      [10, { does: 'reveal', by, step: 'door' }],
      [20, { does: 'reveal', by, step: 'door' }],
    )
    expect(events.map(({ kind }) => kind).filter((kind) => kind === 'REVEALED' || kind === 'VOID')).toEqual([
      'REVEALED',
      'VOID',
    ])
  })

  it('an act on the product is void', async () => {
    const { events } = await play([10, { does: 'approve', by: 'responder', question: 'contain', reason: 'Yes.' }])
    expect(events).toContainEqual(expect.objectContaining({ kind: 'VOID', why: 'In a discussion the playbook rests.' }))
  })

  it('the facilitator has the last word on an answer that the keywords did not find', async () => {
    const judged = await play(
      [180, answer('From abroad.')],
      [600, { does: 'judge', by, inject: 'why', point: 0, made: true }],
    )
    expect(scoreRun(exercise, judged)).toMatchObject({
      injects: [{ id: 'alarm' }, { id: 'why', met: true }, { id: 'mail' }],
      answers: [{ points: 1, scoredBy: 'facilitator' }],
    })
    const unjudged = await play([180, answer('From abroad.')], [600, { does: 'end', by, reason: 'Over.' }])
    expect(scoreRun(exercise, unjudged).injects[1]).toMatchObject({
      met: false,
      why: 'The best answer made 0 of the 1 points that it takes.',
    })
  })

  it('a point that the facilitator takes back makes the question missed, although it was met before', async () => {
    const record = await play(
      [180, answer('Used from outside.')],
      [200, { does: 'judge', by, inject: 'why', point: 0, made: false }],
    )
    expect(scoreRun(exercise, record)).toMatchObject({
      metrics: { rubricPoints: 0 },
      answers: [{ scoredBy: 'facilitator' }],
      injects: [{ met: true }, { id: 'why', met: false }, {}],
    })
  })

  it('a judgement on what is not there is void', async () => {
    const { events } = await play(
      [10, { does: 'judge', by, inject: 'why', point: 0, made: true }],
      [180, answer('No idea.')],
      [190, { does: 'judge', by, inject: 'why', point: 7, made: true }],
      [195, { does: 'judge', by: 'responder', inject: 'why', point: 0, made: true }],
    )
    expect(events.flatMap((event) => (event.kind === 'VOID' ? [event.why] : []))).toEqual([
      'Nobody has answered why.',
      'why has no point 7.',
      'Only the facilitator can do this.',
    ])
  })

  it('an answer that comes too late gets its marks and no points', async () => {
    const record = await play([421, answer('Used from outside.')])
    expect(scoreRun(exercise, record)).toMatchObject({ metrics: { rubricPoints: 0 }, answers: [] })
    expect(record.events).toContainEqual(expect.objectContaining({ kind: 'ANSWER', points: 1, inTime: false }))
  })
})
