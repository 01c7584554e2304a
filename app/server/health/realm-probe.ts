import { randomUUID } from 'node:crypto'
import { QueueRefusedError } from '../../../integrations/queue/queue-refused-error.js'
import type { Log } from '../../../src/engine/engine.js'
import type { RunningParts } from '../../running-parts.js'
import type { HealthCheck } from './health.js'
import { Part } from './part.js'
import { workerCheck } from './worker-check.js'
import { writesCheck } from './writes-check.js'

export interface RealmProbe {
  checks(): readonly HealthCheck[]
  /** Since the newest canary that came back was sent; null: none did yet. */
  canaryAgeMs(): number | null
  stop(): void
}

const LOOK_EVERY_MS = 1_000
const CANARY_EVERY_MS = 2_000
/** A canary that is not back by then is given up for the next one: its job may have been lost with the queue. */
const CANARY_PATIENCE_MS = 3_500
/** A part that was not seen well for this long is down. A canary that fails thus shows within 8 s of the last good one. */
const STALE_MS = 6_000

/**
 * Looks at the parts of one realm again and again, so that questions are answered from memory. A canary goes through the
 * realm's queue to any worker of any process and comes back by the database, which shows a wedged worker as well as a dead
 * one. Looks never overlap; one that hangs shows as parts that were not seen well.
 */
export function startRealmProbe(parts: RunningParts, log: Log): RealmProbe {
  const sender = randomUUID()
  const database = new Part('database', STALE_MS)
  const queue = new Part('queue', STALE_MS)
  const canary = new Part('canary', STALE_MS)
  const state = { stopped: false, timer: setTimeout(() => undefined, 0), writes: writesCheck([]) }
  const look = async (): Promise<void> => {
    const sent = await parts.canaries.read(sender)
    state.writes = writesCheck(await parts.standingBrakes())
    database.well(performance.now(), 'answers')
    if (sent !== null && sent.answeredAfterMs !== null) {
      const took = `came back after ${Math.round(sent.answeredAfterMs)} ms`
      canary.well(performance.now() - sent.sentMsAgo, took)
    }
    const patienceMs = sent?.answeredAfterMs === null ? CANARY_PATIENCE_MS : CANARY_EVERY_MS - LOOK_EVERY_MS / 2
    if (sent !== null && sent.sentMsAgo < patienceMs) return
    const nonce = randomUUID()
    await parts.canaries.send({ sender, nonce })
    await parts.offerCanary(nonce).then(
      () => queue.well(performance.now(), 'takes jobs'),
      (error: unknown) => queueFailed(queue, error, log),
    )
  }
  const rounds = async (): Promise<void> => {
    await look().catch((error: unknown) => {
      database.failed('does not answer')
      log.warn('The database does not answer a health check.', { error: String(error) })
    })
    if (!state.stopped) state.timer = setTimeout(() => void rounds(), LOOK_EVERY_MS)
  }
  void rounds()
  const checks = () => [database, queue, canary].map((part) => part.check(performance.now()))
  return {
    checks: () => [...checks(), ...workerCheck(parts.pulse()), ...state.writes],
    canaryAgeMs: () => canary.ageMs(performance.now()),
    stop: () => {
      state.stopped = true
      clearTimeout(state.timer)
    },
  }
}

function queueFailed(queue: Part, error: unknown, log: Log): void {
  const refused = error instanceof QueueRefusedError
  queue.failed(refused ? 'refused: its settings would lose jobs; the log says which' : 'takes no jobs')
  log.warn('The job queue takes no canary.', { error: String(error) })
}
