import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../src/ports.js'

/** This machine's clock. Deadlines use PostgreSQL's, windows AWS's; this one dates records and messages. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  pause: async (ms, signal) => {
    // The only way in which a wait can fail is that it was called off, which is an end of it like any other.
    await pause(ms, undefined, { signal }).catch(() => undefined)
  },
}
