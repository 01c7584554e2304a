/** What every write reports. `at` is AWS's own `Date` header: the moment that revoke dates and windows count from. */
export interface WriteReceipt {
  readonly requestId: string
  readonly at: string
}

/**
 * Asked in the last instant before a request leaves the process, on every attempt of the SDK: rejects when a brake was
 * pulled, the lease is over or the order is stale. A worker that was stopped and continued is caught here.
 */
export type SendGuard = () => Promise<void>
