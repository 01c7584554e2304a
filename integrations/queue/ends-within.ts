import { setTimeout as sleep } from 'node:timers/promises'

/** Whether the work ends in time; it goes on if not. Rejects where the work does so in time. */
export async function endsWithin(work: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const patience = new AbortController()
  const isLate = sleep(patienceMs, false, { signal: patience.signal }).catch(() => false)
  try {
    return await Promise.race([work.then(() => true), isLate])
  } finally {
    patience.abort()
  }
}
