import type { EvidenceSource } from '../../domain/evidence.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import type { Session } from '../sessions/session.js'
import type { BlockScope } from './block-route.js'
import type { Sign } from './sign.js'

/** A finding, as far as it counts here. `actorKeys` is empty where it names nobody that can be told. */
export interface Accusation {
  readonly actorKeys: readonly string[]
  /** What it is about, as it names it: for where no record is of it. */
  readonly arn: string
  readonly name: string
  readonly source: string
  readonly type: string
  /** 0 to 10. */
  readonly severity: number
  readonly trusted: boolean
  readonly sample: boolean
}

export interface ProposalInput {
  readonly facts: TrailFacts
  readonly sessions: readonly Session[]
  /** By `Actor.key`. */
  readonly signs: ReadonlyMap<string, readonly Sign[]>
  readonly accusations: readonly Accusation[]
  readonly scope: BlockScope
  /** `Actor.key` of the one that is asked about; null: everybody. */
  readonly focusKey: string | null
  readonly sources: readonly EvidenceSource[]
}
