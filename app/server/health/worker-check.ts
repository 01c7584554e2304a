import type { WorkerPulse } from '../../../workers/start-workers.js'
import type { HealthCheck } from './health.js'

/** An idle worker comes round every two seconds, and one that just lost its server a little later. */
const WEDGED_AFTER_MS = 7_000

/** The worker of this very process; null where it has none. `isRunning()` is not asked: it stays true for a wedged one. */
export function workerCheck(pulse: WorkerPulse | null): HealthCheck[] {
  if (pulse === null) return []
  const { started, inHand, concurrency, lookedMsAgo } = pulse
  const name = 'worker'
  if (!started) return [{ name, ok: false, detail: 'waits for the queue, which was never reached' }]
  if (inHand >= concurrency) return [{ name, ok: true, detail: `busy: ${inHand} of ${concurrency} in hand` }]
  if (lookedMsAgo === null) return [{ name, ok: false, detail: 'never asked for a job' }]
  const wedged = lookedMsAgo > WEDGED_AFTER_MS
  const detail = wedged ? `wedged: last asked for a job ${Math.round(lookedMsAgo / 1_000)} s ago` : `${inHand} in hand`
  return [{ name, ok: !wedged, detail }]
}
