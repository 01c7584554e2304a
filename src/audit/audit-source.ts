import type { Checkpoint } from './checkpoint.js'

/** A record as it is stored, not parsed: what does not parse must be found as a fault, not thrown. */
export interface StoredRecord {
  readonly seq: number
  /** JSON text in any form: the canonical text is made of it again, never taken from the store. */
  readonly body: string
  readonly prevHash: string
  readonly hash: string
}

/** Some records of one chain, in order. Parts of one chain follow one another; `last` ends it. */
export interface ChainPart {
  readonly kind: 'incident' | 'system'
  /** An incident's id, or the realm of a system chain. */
  readonly id: string
  /** Where the incident says that its record ends. null: it says nothing (system chain), or is gone. */
  readonly head: { readonly seq: number; readonly hash: string } | null
  readonly records: readonly StoredRecord[]
  readonly last: boolean
}

/** A row of `checkpoint`; `checkpoint` is null where it does not parse. */
export interface StoredCheckpoint {
  readonly number: number
  readonly checkpoint: Checkpoint | null
}

/** The record as it was at one moment. */
export interface AuditView {
  checkpoints(): AsyncIterable<StoredCheckpoint>
  /** Every chain of the realm; with `only`, the one of that incident. */
  chains(only?: string | null): AsyncIterable<ChainPart>
}

export interface AuditSource {
  readonly realm: string
  atOneMoment<T>(look: (view: AuditView) => Promise<T>): Promise<T>
}
