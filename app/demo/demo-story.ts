import type { ActorCall } from '../../simulated-aws/actor.js'
import type { Seed } from '../../simulated-aws/seed/seed.js'
import type { Partition } from '../../src/domain/partition.js'

/** What a demo plays: an account, the principal in it that somebody else is using, and what that somebody calls. */
export interface DemoStory {
  readonly seed: Seed
  readonly partition: Partition
  readonly accountId: string
  readonly region: string
  readonly accused: { readonly type: 'role' | 'user'; readonly name: string; readonly uniqueId: string | undefined }
  readonly intruder: {
    readonly sessionName: string
    readonly sourceIp: string
    readonly userAgent: string
    readonly calls: readonly ActorCall[]
    /** A role that assumes the accused one before the story begins, so that the log shows where its session came from. */
    readonly assumedBy?: string
    /** A session of the seed, or a user's key, that the intruder goes on with; undefined: a new session. */
    readonly accessKeyId: string | undefined
  }
  /** When the finding says it began and was last seen, ISO; null: now. */
  readonly seen: { readonly first: string; readonly last: string } | null
  /** A log tells what happened before; without one the intruder makes the history itself. */
  readonly source: 'made' | 'trail'
}

/** The demo cannot go on: bad input (2), a principal that is never blocked (3), a stage that did not end in time (4). */
export class DemoStoppedError extends Error {
  override readonly name = 'DemoStoppedError'
  readonly exitCode: 2 | 3 | 4

  constructor(message: string, exitCode: 2 | 3 | 4, options?: { cause?: unknown }) {
    super(message, options)
    this.exitCode = exitCode
  }
}
