import type { GatheringWindow } from '../../src/evidence/facts/facts-gatherer.js'

const dayMs = 86_400_000
/** What Amazon Detective compares with. */
const baselineDays = 45
const endOfTimesMs = Date.UTC(2200, 0, 1)

export interface AskedTimes {
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** How many days before it are compared with. Default 45. */
  readonly baseline?: number | undefined
}

/**
 * The window that is asked about and the days before it. Without a start there is nothing before it: everything up to the end
 * counts for the scope.
 */
export function evidenceWindow({ since, until, baseline = baselineDays }: AskedTimes): GatheringWindow {
  const toMs = until === undefined ? endOfTimesMs : Date.parse(until)
  const fromMs = since === undefined ? 0 : Date.parse(since)
  return { scope: { fromMs, toMs }, baselineFromMs: since === undefined ? 0 : fromMs - baseline * dayMs }
}

/** The whole of it as a question takes it, in ISO times. */
export function queriedTimes({ scope, baselineFromMs }: GatheringWindow): {
  readonly from: string
  readonly to: string
} {
  return { from: new Date(baselineFromMs).toISOString(), to: new Date(scope.toMs).toISOString() }
}
