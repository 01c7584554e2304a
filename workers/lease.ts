import type { ClaimedEffect, IncidentStore } from '../src/engine/incident-store.js'
import type { Clock } from '../src/ports.js'

/** The order may be somebody else's by now: nothing more is sent, and the outcome is not reported. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

export interface Lease {
  /** Throws LeaseLostError once the lease or the order's own deadline may be over. */
  readonly guard: () => void
  stop(): void
}

/** A write that leaves this close to the end of the lease could arrive after it. */
const MARGIN_SHARE = 0.2

/**
 * Holds a claimed effect. The deadline is counted on this process's monotonic clock from *before* the claim was asked for,
 * so it is never later than the database's; a process that was stopped and continued finds it passed before it can send.
 * Renewed while the work goes on; a renewal that fails ends it, and so does `givingUp`.
 */
export function holdLease(
  clock: Clock,
  store: IncidentStore,
  claimed: ClaimedEffect,
  claimAskedAtMs: number,
  givingUp?: AbortSignal,
): Lease {
  const orderEndsAtMs = claimed.remainingMs === null ? Number.POSITIVE_INFINITY : claimAskedAtMs + claimed.remainingMs
  const state = { endsAtMs: claimAskedAtMs + claimed.leaseMs * (1 - MARGIN_SHARE), lost: false }
  const renew = async () => {
    const askedAtMs = clock.monotonicMs()
    const renewed = await store.renewLease(claimed.id, claimed.attempt, claimed.leaseMs)
    if (renewed) state.endsAtMs = askedAtMs + claimed.leaseMs * (1 - MARGIN_SHARE)
    else state.lost = true
  }
  // A renewal that cannot be asked for changes nothing: the lease then simply ends at its time.
  const timer = setInterval(() => renew().catch(() => undefined), claimed.leaseMs / 3)
  timer.unref()
  const giveUp = () => {
    state.lost = true
    clearInterval(timer)
  }
  if (givingUp?.aborted) giveUp()
  givingUp?.addEventListener('abort', giveUp)
  return {
    guard: () => {
      if (state.lost || clock.monotonicMs() >= state.endsAtMs)
        throw new LeaseLostError(`The lease on ${claimed.id} is over.`)
      if (clock.monotonicMs() >= orderEndsAtMs)
        throw new LeaseLostError(`The order ${claimed.id} is past its deadline.`)
    },
    stop: () => {
      clearInterval(timer)
      givingUp?.removeEventListener('abort', giveUp)
    },
  }
}
