import type { RunRecord } from '../../exercises/run-record.js'
import type { Metrics, Score } from '../../exercises/score.js'
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
  readonly metrics: Metrics
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
): RunResult {
  const { exercise, seed, players, end, gains, liveAwsCalls } = record
  return {
    exercise,
    seed,
    players,
    end,
    objectives: objectives.map(({ id, met, value, target }) => ({ id, met, value, target })),
    injects: injects.map(({ id, met, why }) => ({ id, met, why })),
    path: { expected: path.expected, actual: path.actual, asExpected: path.asExpected },
    metrics,
    gains,
    liveAwsCalls,
    record: kept.record,
    report: kept.report,
  }
}
