/** What the owner of the account does to an entity. `pick` chooses among what is there; `on` beyond the entities means the one that was blocked last. */
export interface CustomerAction {
  readonly does:
    | 'putPolicy'
    | 'deletePolicy'
    | 'attach'
    | 'detach'
    | 'toggleKey'
    | 'createKey'
    | 'deleteKey'
    | 'toggleMembership'
    | 'recreate'
    | 'deleteOurs'
    | 'editOurs'
    | 'tag'
    /** What the plan that was asked about last is about to do, in the owner's own name. */
    | 'preempt'
  readonly on: number
  readonly pick: number
}

/** One thing that happens; `thenMs` pass before the next. `incident` counts back from the newest. */
export type Command = { readonly thenMs: number } & (
  | { readonly type: 'finding'; readonly on: number; readonly session: boolean; readonly isStale: boolean }
  /** Waits until people can do something, and does what brings the incident on: approve, ask for a restore, retry. */
  | {
      readonly type: 'bringOn'
      readonly incident: number
      readonly restoreAs: 'false-alarm' | 'compromise'
      /** Not even the soak is waited for. */
      readonly isHasty: boolean
      /** How long people take to think. */
      readonly thinkMs: number
    }
  | { readonly type: 'answer'; readonly incident: number; readonly approves: boolean; readonly by: number }
  | {
      readonly type: 'ask'
      readonly incident: number
      readonly wish: 'false-alarm' | 'compromise' | 'retry' | 'close'
    }
  | { readonly type: 'customer'; readonly action: CustomerAction; readonly inMs: number }
  | {
      readonly type: 'kill'
      readonly of: 'all' | 'writes'
      readonly calls: number
      readonly when: 'before' | 'after'
    }
  | { readonly type: 'loseAnswer'; readonly operation: string; readonly when: 'before' | 'after' }
  | { readonly type: 'pass' }
)

/** How the product is configured in a history, and which account it meets. */
export interface Circumstances {
  readonly seed: number
  readonly policyName: 'DenyAll' | null
  readonly roleModes: readonly ('deny-all' | 'deny-session' | 'revoke-sessions')[]
  readonly userModes: readonly ('deny-all' | 'revoke-sessions' | 'disable-keys')[]
  readonly isCrowded: boolean
}

export interface History {
  readonly circumstances: Circumstances
  readonly commands: readonly Command[]
}
