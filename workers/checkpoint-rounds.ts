import type { Log } from '../src/engine/engine.js'

/** Rounds of checkpoints, one after the other. */
export interface CheckpointRounds {
  /** Something was recorded that should not wait for the interval. */
  nudge(): void
  /** One last round, so that what was recorded before the end is anchored. */
  stop(): Promise<void>
}

/** Nudges that come closer together than this share a round: a storm of decisions is not a storm of checkpoints. */
const GATHER_MS = 150

/** A round after each interval, and soon after a nudge. A round that fails is said, and the next one makes up for it. */
export function startCheckpointRounds(
  round: () => Promise<void>,
  { intervalMs, log }: { readonly intervalMs: number; readonly log: Log },
): CheckpointRounds {
  const state = { stopped: false, nudged: false, wake: () => {} }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      state.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const once = () =>
    round().catch((error: unknown) => {
      log.warn('A checkpoint could not be taken; the next round makes up for it.', { error: String(error) })
    })
  const rounds = async () => {
    while (!state.stopped) {
      if (!state.nudged) await pause(intervalMs)
      if (!state.stopped && state.nudged) await pause(GATHER_MS)
      if (state.stopped) break
      state.nudged = false
      await once()
    }
    await once()
  }
  const running = rounds()
  return {
    nudge: () => {
      if (state.nudged) return
      state.nudged = true
      state.wake()
    },
    stop: async () => {
      state.stopped = true
      state.wake()
      await running
    },
  }
}
