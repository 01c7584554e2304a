import type { KillPoint } from './kill-point.js'
import { type RunResult, runPoint } from './run-point.js'
import type { QueueKind, Services } from './services.js'

/** All kill points of one kind: n from `from` to `to`, or until runs are over before the n-th comes. */
export interface Sweep {
  readonly queue: QueueKind
  readonly kind: KillPoint['kind']
  readonly position: KillPoint['position']
  readonly from: number
  readonly to: number
}

/** Runs differ by a few commits and calls: one that was over early may have been a short one. */
const UNREACHED_UNTIL_OVER = 2

/** Plays the points, `parallel` at a time, and answers with the runs in which the product was killed. */
export async function sweep(
  services: Services,
  { queue, kind, position, from, to }: Sweep,
  parallel: number,
  onResult: (result: RunResult) => void,
): Promise<RunResult[]> {
  const results: RunResult[] = []
  let [next, unreached] = [from, 0]
  const slot = async (number: number) => {
    while (next <= to && unreached < UNREACHED_UNTIL_OVER) {
      const n = next
      next += 1
      const result = await runPoint(services, queue, number, { kind, position, n })
      if (!result.reached) unreached += 1
      // A run that went wrong without a kill is a finding as well.
      if (result.reached || result.wrong.length > 0) results.push(result)
      onResult(result)
    }
  }
  await Promise.all(Array.from({ length: parallel }, (_, number) => slot(number)))
  return results
}
