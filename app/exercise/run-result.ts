import type { ExerciseReview } from '../../exercises/report/after-action-schema.js'
import type { RunRecord } from '../../exercises/run-record.js'
import type { Score } from '../../exercises/score.js'
import type { KeptReview } from './keep-review.js'

/** What `exercise run --json` prints. */
export interface RunResult {
  readonly exercise: string
  readonly seed: number
  readonly players: string
  readonly end: RunRecord['end']
  readonly objectives: readonly {
    readonly id: string
    readonly met: boolean
    readonly value: number | boolean | string | null
    readonly target: number | boolean | string
  }[]
  readonly injects: readonly { readonly id: string; readonly met: boolean; readonly why: string }[]
  readonly path: {
    readonly expected: readonly string[]
    readonly actual: readonly string[]
    readonly asExpected: boolean
  }
  /** Each as in the report, and the most points that answers could have made; null: `unmeasured` says why. */
  readonly metrics: Readonly<Record<string, number | boolean | string | null>>
  /** Why a metric is null, by its name. */
  readonly unmeasured: Readonly<Record<string, string>>
  readonly gains: RunRecord['gains']
  readonly liveAwsCalls: number
  /** Where the record of the run was written. */
  readonly record: string
  /** Where the after-action report was written. */
  readonly report: KeptReview
}

/** The files of one run. */
export interface KeptFiles {
  readonly record: string
  readonly report: KeptReview
}

export function runResult(
  record: RunRecord,
  { objectives, injects, path, metrics }: Score,
  kept: KeptFiles,
  review: ExerciseReview,
): RunResult {
  const { exercise, seed, players, end, gains, liveAwsCalls } = record
  return {
    exercise,
    seed,
    players,
    end,
    objectives: objectives.map(({ id, met, value, target }) => ({ id, met, value, target })),
    // One that asks nothing of anybody cannot be missed, whether or not it came to be played.
    injects: injects.map(({ id, met, asks, why }) => ({ id, met: met || !asks, why })),
    path: { expected: path.expected, actual: path.actual, asExpected: path.asExpected },
    metrics: {
      ...Object.fromEntries(review.metrics.map(({ name, value }) => [name, value])),
      rubricPointsOutOf: metrics.rubricPointsOutOf,
    },
    unmeasured: Object.fromEntries(review.metrics.flatMap(({ name, why }) => (why === null ? [] : [[name, why]]))),
    gains,
    liveAwsCalls,
    record: kept.record,
    report: kept.report,
  }
}
