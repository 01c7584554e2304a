import { setTimeout as pause } from 'node:timers/promises'

const PATIENCE_MS = 60_000

/** Waits until `isTrue`, and says how long that took; rejects after a minute. */
export async function until(isTrue: () => Promise<boolean>, everyMs: number): Promise<number> {
  const startedAtMs = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - startedAtMs > PATIENCE_MS)
      throw new Error(`still not so after ${PATIENCE_MS} ms: ${isTrue}`)
    await pause(everyMs)
  }
  return performance.now() - startedAtMs
}
