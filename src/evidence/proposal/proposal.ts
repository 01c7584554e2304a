import type { Actor } from '../facts/trail-facts.js'

export type Confidence = 'low' | 'medium' | 'high'

/** One sentence and the records that it rests on; names in it come out of records. */
export interface Statement {
  readonly text: string
  readonly eventIds: readonly string[]
  /** How many records there are of it; absent where all are named. */
  readonly records?: number
}

/** Where the credentials that acted came from: from the root of the chain down to the entity itself. */
export interface ChainRoot {
  readonly principal: string
  readonly path: readonly string[]
  /** The root may have a caller of its own that no record shows. */
  readonly unresolved: boolean
  /** One step is a guess: a role that was handed to code or a machine, where no record joins who did with what ran there. */
  readonly inferred: boolean
  readonly eventIds: readonly string[]
}

/** An entity that a block is proposed for. A person decides. */
export interface ProposedEntity {
  readonly key: string
  readonly arn: string
  readonly type: 'role' | 'user'
  readonly name: string
  readonly accountId: string
  readonly uniqueId: string | null
  readonly confidence: Confidence
  /** Compares entities of one answer; it means nothing outside of it. */
  readonly score: number
  readonly tactics: readonly string[]
  readonly because: readonly Statement[]
  /** The texts of `because`. */
  readonly reasons: readonly string[]
  readonly eventIds: readonly string[]
  readonly roots: readonly ChainRoot[]
}

/**
 * Why an actor is not proposed: `ordinary` nothing stands out; `faint` something does, and far less than with others;
 * `victim` an attacker made a key for it; `obtained` its credentials obtained the session that acted, from elsewhere;
 * `unseen` a finding accuses it and no record is of it; the others cannot or must not be blocked, whatever they did.
 */
export type NotProposedKind =
  | 'ordinary'
  | 'faint'
  | 'victim'
  | 'obtained'
  | 'unseen'
  | 'otherPrincipal'
  | 'root'
  | 'service'
  | 'serviceLinkedRole'
  | 'identityCenterRole'
  | 'otherAccount'
  | 'ourselves'
  | 'federatedUser'
  | 'federatedIdentity'
  | 'unknown'

export interface NotProposedActor {
  readonly key: string
  readonly arn: string
  readonly type: Actor['type']
  readonly name: string
  readonly kind: NotProposedKind
  readonly reason: string
  /** It does stand out, and cannot be blocked by a policy of its own: the way to stop it is in the reason. */
  readonly standsOut: boolean
  readonly eventIds: readonly string[]
}

export interface Verdict {
  /** One or two sentences. */
  readonly statement: string
  readonly confidence: Confidence | 'none'
  readonly doubts: readonly string[]
  /** What would change the answer. */
  readonly wouldChange: readonly string[]
}

export interface Proposal {
  readonly verdict: Verdict
  /** The most telling first. */
  readonly proposed: readonly ProposedEntity[]
  /** Those that stand out first, then by kind, then by how much they did. */
  readonly notProposed: readonly NotProposedActor[]
}
