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
    /** Where the log says that it came from, where that is no address: a service's name, or a mask. */
    readonly seenFrom?: string
    readonly userAgent: string
    readonly calls: readonly ActorCall[]
    /** From whom the session was had before the story begins, so that the log shows where it came from. */
    readonly obtained?: SessionOrigin
    /** A session of the seed, or a user's key, that the intruder goes on with; undefined: a new session. */
    readonly accessKeyId: string | undefined
  }
  /** When the finding says it began and was last seen, ISO; null: now. */
  readonly seen: { readonly first: string; readonly last: string } | null
  /** A log tells what happened before; without one the intruder makes the history itself. */
  readonly source: 'made' | 'trail'
}

/** A user with a key, and the role between: the user assumes it, and it assumes the accused one. */
export interface SessionOrigin {
  readonly userKey: string
  readonly role: string
  readonly roleSession: string
  readonly sourceIp: string
  readonly userAgent: string
}

/** The demo cannot go on: nobody decides (1), bad input (2), a principal that is never blocked (3), a stage that did not end in time (4). */
export class DemoStoppedError extends Error {
  override readonly name = 'DemoStoppedError'
  readonly exitCode: 1 | 2 | 3 | 4

  constructor(message: string, exitCode: 1 | 2 | 3 | 4, options?: { cause?: unknown }) {
    super(message, options)
    this.exitCode = exitCode
  }
}
