import type { GatheringWindow } from '../../src/evidence/facts/facts-gatherer.js'

const dayMs = 86_400_000
/** What Amazon Detective compares with. */
const baselineDays = 45
const endOfTimesMs = Date.UTC(2200, 0, 1)

/**
 * The window that is asked about and the 45 days before it. Without a start there is nothing before it: everything up to the end
 * counts for the scope.
 */
export function evidenceWindow(since: string | undefined, until: string | undefined): GatheringWindow {
  const toMs = until === undefined ? endOfTimesMs : Date.parse(until)
  const fromMs = since === undefined ? 0 : Date.parse(since)
  return { scope: { fromMs, toMs }, baselineFromMs: since === undefined ? 0 : fromMs - baselineDays * dayMs }
}

/** The whole of it as a question takes it, in ISO times. */
export function queriedTimes({ scope, baselineFromMs }: GatheringWindow): {
  readonly from: string
  readonly to: string
} {
  return { from: new Date(baselineFromMs).toISOString(), to: new Date(scope.toMs).toISOString() }
}
