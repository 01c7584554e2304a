import type { Clock } from '../../../src/ports.js'

export type InTime<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It goes on. */
  | { readonly kind: 'late' }

/** Waits for work, but no longer than this. The work is not stopped: nothing that may be half on the record should be. */
export async function inTime<Value>(clock: Clock, ms: number, work: Promise<Value>): Promise<InTime<Value>> {
  const over = new AbortController()
  const answered = work.then(
    (value) => ({ kind: 'answered', value }) as const,
    (error: unknown) => ({ kind: 'failed', error }) as const,
  )
  const late = clock.pause(ms, over.signal).then(() => ({ kind: 'late' }) as const)
  const first = await Promise.race([answered, late])
  over.abort()
  return first
}
