import type { Acknowledged } from './anchor.js'
import type { Checkpoint, CheckpointHead, DatabaseIdentity } from './checkpoint.js'

/** What a checkpoint is made of, all of one moment. */
export interface CheckpointInputs {
  readonly at: string
  readonly database: DatabaseIdentity
  readonly newest: Checkpoint | null
  /** Every chain that is longer than the last checkpoint that named it said. */
  readonly changed: readonly CheckpointHead[]
}

/** Checkpoints of one realm in the database. Throws StoreUnavailableError (integrations) where it is away. */
export interface CheckpointStore {
  /** Makes one at a time over all processes: null where another is at it, or `make` found nothing to say. */
  take(make: (inputs: CheckpointInputs) => Checkpoint | null): Promise<Checkpoint | null>
  newest(): Promise<Checkpoint | null>
  hashOf(number: number): Promise<string | null>
  identity(): Promise<DatabaseIdentity>
  acknowledged(): Promise<Acknowledged[]>
  /** The highest number that the sink confirmed; 0: none. */
  anchoredUpTo(sink: string): Promise<number>
  acknowledge(anchored: Acknowledged): Promise<void>
}
