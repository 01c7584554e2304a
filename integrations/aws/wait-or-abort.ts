import type { PaceClock } from './request-pace.js'

/** Waits, and no longer than until the signal. */
export async function waitOrAbort(clock: PaceClock, delayMs: number, signal: AbortSignal): Promise<void> {
  let stop = () => {}
  const aborted = new Promise<void>((resolve) => {
    stop = resolve
    signal.addEventListener('abort', stop, { once: true })
  })
  await Promise.race([clock.wait(delayMs), aborted])
  signal.removeEventListener('abort', stop)
}
