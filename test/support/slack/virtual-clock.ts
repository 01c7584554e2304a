import { VirtualTime } from '../../../app/exercise/virtual/virtual-time.js'
import type { Clock } from '../../../src/ports.js'

/** A clock that a test moves: everything that waits for it runs on as if the time had passed. */
export interface VirtualClock extends Clock {
  readonly nowMs: number
  /** Lets so much time pass, each wait ending in its place. */
  pass(ms: number): Promise<void>
}

export function virtualClock(startsAt = '2026-03-01T10:00:00Z'): VirtualClock {
  const time = new VirtualTime(new Date(startsAt))
  /** What was set off comes to rest: everything in memory is done once the promises are. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    get nowMs() {
      return time.nowMs
    },
    now: () => time.now(),
    monotonicMs: () => time.nowMs,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        time.at(time.nowMs + ms, 'pause', resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
    pass: async (ms) => {
      const untilMs = time.nowMs + ms
      await settle()
      while (time.nextAtMs() <= untilMs) {
        time.actNext()
        await settle()
      }
      time.moveTo(untilMs)
    },
  }
}
