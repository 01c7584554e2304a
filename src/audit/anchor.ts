import type { Checkpoint } from './checkpoint.js'

/** A checkpoint as an anchor tells of it. A bucket's listing names number and hash of all, and shows only the newest whole. */
export interface AnchoredCheckpoint {
  readonly number: number
  readonly hash: string
  readonly checkpoint: Checkpoint | null
}

export interface AnchorReading {
  readonly entries: readonly AnchoredCheckpoint[]
  /** The last line ends in the middle: whoever wrote it was stopped. No sign of tampering by itself. */
  readonly torn: boolean
  /** What is there and cannot be what we wrote, each as a sentence. */
  readonly faults: readonly string[]
}

/**
 * A place outside the database that keeps checkpoints. Written durably before `write` returns; the same checkpoint twice
 * changes nothing. Every method throws where the place does not answer.
 */
export interface AnchorSink {
  /** Names the place to people and in the record of what was anchored; without credentials. */
  readonly name: string
  /** Whether whoever owns this host cannot change it. */
  readonly outside: boolean
  write(checkpoint: Checkpoint): Promise<void>
  /** Everything of a realm. */
  read(realm: string): Promise<AnchorReading>
  /** The one with the highest number; null: none. */
  readNewest(realm: string): Promise<AnchoredCheckpoint | null>
}

/** A checkpoint that a sink confirmed to hold. */
export interface Acknowledged {
  readonly sink: string
  readonly number: number
  readonly hash: string
}
