import type { Hold } from '../src/engine/brakes.js'
import type { IncidentStore } from '../src/engine/incident-store.js'
import type { SendGuard } from '../src/ports.js'
import type { Lease } from './lease.js'

/** A brake was pulled after the order had been claimed: nothing is sent, and the order waits like all others. */
export class WriteHeldError extends Error {
  override readonly name = 'WriteHeldError'

  constructor({ kind, by, reason }: Hold) {
    super(`Writes are held (${kind}, by ${by}): ${reason}`)
  }
}

/**
 * What is asked before each request that changes IAM. The lease is looked at last, with nothing to wait for between that and
 * the socket; a database that does not answer keeps the request back, for a freeze may be in it.
 */
export function sendGuard(store: IncidentStore, lease: Lease): SendGuard {
  return async () => {
    const hold = await store.readHold()
    if (hold !== null) throw new WriteHeldError(hold)
    lease.guard()
  }
}
