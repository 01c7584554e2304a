import { guardStanding, type StandingGuard } from '../src/incidents/guard-standing.js'

/** How long a database that was swapped under a running process may go unnoticed; a copy is noticed at each claim anyway. */
const INTERVAL_MS = 10_000

/**
 * Judges the database before anything is taken up, and again and again from then on. Where it cannot be judged at first,
 * this throws, and nothing is taken up; later that is said, and the next look makes up for it.
 */
export async function watchStanding(
  guard: StandingGuard,
  intervalMs = INTERVAL_MS,
): Promise<{ stop(): Promise<void> }> {
  await guardStanding(guard)
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking
      .then(() => guardStanding(guard))
      .catch((error: unknown) => {
        guard.log.warn('The standing of the database cannot be judged now.', { error: String(error) })
      })
  }, intervalMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      return looking
    },
  }
}
