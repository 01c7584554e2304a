const maxSkewMs = 15 * 60 * 1000

/**
 * The clocks that a client may sign by: the process's, and every one that a Date header of this account has shown. An
 * account's own clock may be set or jump in a test; the client goes by what it last saw, and must not be stale for it.
 * For an account on the process's clock this is the rule of AWS: at most 15 minutes apart.
 */
export class ShownClock {
  #leastLeadMs = 0
  #mostLeadMs = 0

  /** Takes note of what the account's clock says at this moment. */
  show(now: Date): void {
    const leadMs = now.getTime() - Date.now()
    this.#leastLeadMs = Math.min(this.#leastLeadMs, leadMs)
    this.#mostLeadMs = Math.max(this.#mostLeadMs, leadMs)
  }

  isFresh(signedAt: Date): boolean {
    const leadMs = signedAt.getTime() - Date.now()
    return leadMs >= this.#leastLeadMs - maxSkewMs && leadMs <= this.#mostLeadMs + maxSkewMs
  }
}
