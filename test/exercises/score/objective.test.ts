import fc from 'fast-check'
import { type Objective, objectiveSchema } from '../../../exercises/schema/objectives.js'
import { scoreObjective } from '../../../exercises/score/objective.js'
import type { Metrics, ObjectiveStatus } from '../../../exercises/score.js'

const metrics: Metrics = {
  timeToDetect: null,
  timeToAcknowledge: null,
  timeToDecide: null,
  timeToContain: null,
  timeToRestore: null,
  approvals: 0,
  decision: null,
  injectsMet: 0,
  injectsMissed: 0,
  wrongAttempts: 0,
  unauthorisedAttempts: 0,
  attackerCallsAfterBlock: null,
  persistenceLeft: 0,
  rubricPoints: 0,
  rubricPointsOutOf: 0,
  stepsFound: 0,
  pathAsExpected: false,
}
const finished = { kind: 'finished' } as const
const objective = (metric: string, target: string | number | boolean): Objective =>
  objectiveSchema.parse({ id: 'O', text: 'It holds', metric, target })
const status = (given: Objective, changes: Partial<Metrics>) =>
  scoreObjective(given, { ...metrics, ...changes }, finished).status

const rank: Readonly<Record<ObjectiveStatus, number>> = { notMet: 0, partly: 1, met: 2 }

describe('an objective', () => {
  it('about a time is met within its target, partly when later, and not when it never came to that', () => {
    const contain = objective('timeToContain', '15m')
    expect([900_000, 900_001, null].map((timeToContain) => status(contain, { timeToContain }))).toEqual([
      'met',
      'partly',
      'notMet',
    ])
  })

  it('of which more is better is partly met by some of it', () => {
    const approvals = objective('approvals', 2)
    expect([2, 3, 1, 0].map((value) => status(approvals, { approvals: value }))).toEqual([
      'met',
      'met',
      'partly',
      'notMet',
    ])
  })

  it('of which less is better is met or not', () => {
    const alone = objective('unauthorisedAttempts', 1)
    expect([0, 1, 2].map((value) => status(alone, { unauthorisedAttempts: value }))).toEqual(['met', 'met', 'notMet'])
  })

  it('about what comes after a block is not met where there was none', () => {
    const calls = objective('attackerCallsAfterBlock', 0)
    expect([0, 1, null].map((value) => status(calls, { attackerCallsAfterBlock: value }))).toEqual([
      'met',
      'notMet',
      'notMet',
    ])
  })

  it('about the decision is met by the right one alone', () => {
    const deny = objective('decision', 'deny')
    expect((['deny', 'approve', null] as const).map((decision) => status(deny, { decision }))).toEqual([
      'met',
      'notMet',
      'notMet',
    ])
  })

  it('is not met by a run that failed', () => {
    const alone = objective('unauthorisedAttempts', 0)
    expect(scoreObjective(alone, metrics, { kind: 'failed', error: 'x' })).toMatchObject({
      met: false,
      status: 'notMet',
      value: 0,
    })
  })

  it.each(['timeToDetect', 'timeToAcknowledge', 'timeToDecide', 'timeToContain', 'timeToRestore'] as const)(
    'about %s never gets better by taking longer',
    (metric) => {
      fc.assert(
        fc.property(fc.nat(4_000_000), fc.nat(4_000_000), fc.integer({ min: 1, max: 4_000 }), (one, other, seconds) => {
          const given = objective(metric, `${seconds}s`)
          const [sooner, later] = [Math.min(one, other), Math.max(one, other)]
          expect(rank[status(given, { [metric]: sooner })]).toBeGreaterThanOrEqual(
            rank[status(given, { [metric]: later })],
          )
          expect(rank[status(given, { [metric]: later })]).toBeGreaterThanOrEqual(
            rank[status(given, { [metric]: null })],
          )
        }),
      )
    },
  )

  it.each([
    ['approvals', 1],
    ['injectsMet', 1],
    ['rubricPoints', 1],
    ['wrongAttempts', -1],
    ['unauthorisedAttempts', -1],
    ['injectsMissed', -1],
    ['persistenceLeft', -1],
    ['attackerCallsAfterBlock', -1],
  ] as const)('about %s is scored in one direction', (metric, direction) => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (one, other, target) => {
        const given = objective(metric, target)
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const gain = rank[status(given, { [metric]: more })] - rank[status(given, { [metric]: less })]
        expect(gain * direction).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
