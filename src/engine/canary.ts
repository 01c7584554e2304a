/**
 * A canary is a job that asks nothing but whether work is taken: a process sends one, any worker of the realm answers it in
 * the database. What answers `isRunning` may still be wedged; a canary that comes back has gone the whole way.
 */
export interface CanaryStore {
  /** Notes that this sender, one process, sent a canary now; its earlier ones count no more. */
  send(canary: { readonly sender: string; readonly nonce: string }): Promise<void>
  /** Does nothing where that canary counts no more, or was answered. */
  answer(canary: { readonly nonce: string; readonly worker: string }): Promise<void>
  /** The canary that this sender sent last; null: none. Times are the database's. */
  read(sender: string): Promise<SentCanary | null>
}

export interface SentCanary {
  readonly nonce: string
  readonly sentMsAgo: number
  /** null: nobody answered yet. */
  readonly answeredAfterMs: number | null
  readonly worker: string | null
}
