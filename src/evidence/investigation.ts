import type { DigestCoverage } from '../domain/digest-coverage.js'
import type { EvidenceSource } from '../domain/evidence.js'
import type { Detection } from './detections/detection.js'
import type { ActorType } from './facts/trail-facts.js'
import type { Indicator } from './indicators/indicator.js'
import type { Suspect } from './persistence/suspect.js'
import type { NotProposedActor, ProposedEntity, Verdict } from './proposal/proposal.js'
import type { SigmaMatch } from './proposal/sigma-matches.js'
import type { Chain } from './sessions/chains-of.js'
import type { AliveAfterBlock } from './sessions/left-alive.js'
import type { RoutineSummary } from './sessions/routines-of.js'
import type { Session } from './sessions/session.js'
import type { SigmaRefusal } from './sigma/rule-notes.js'
import type { PrincipalAddresses } from './timeline/addresses-of.js'
import type { VolumeInterval } from './timeline/api-call-volume.js'
import type { CallsRow, UnlistedCalls } from './timeline/calls-by.js'
import type { Timeline } from './timeline/timeline-of.js'

export interface Coverage {
  /** Records that were read, and how many different ones count for the scope or the time before it. */
  readonly read: number
  readonly unique: number
  /** What could not be read as a record of CloudTrail. */
  readonly skipped: number
  /** The first and the last call of the scope, ISO; null where there was none. */
  readonly from: string | null
  readonly to: string | null
  readonly regions: readonly string[]
  readonly accounts: readonly string[]
  readonly sources: readonly EvidenceSource[]
  /** Whether log files are what CloudTrail delivered; null where no digest files were read. */
  readonly digests: DigestCoverage | null
}

/** Whom the question was about. */
export interface Focus {
  readonly key: string
  readonly type: ActorType
  readonly name: string
  readonly arn: string
}

/**
 * Everything that is known, as `evidence --json` prints it. Texts come out of records as they stand: they are the attacker's
 * words, escape them for where they are shown. Every statement has the ids of the records that it rests on.
 */
export interface Investigation {
  readonly coverage: Coverage
  /** null: the question was about everybody. */
  readonly focus: Focus | null
  readonly verdict: Verdict
  readonly proposed: readonly ProposedEntity[]
  /** The first two hundred, those that stand out before the others, and whoever was asked about or accused. */
  readonly notProposed: readonly NotProposedActor[]
  /** Of all of them. */
  readonly notProposedCount: number
  /** Of the focus and those joined with it by credentials, else of everybody. */
  readonly sessions: readonly Session[]
  /**
   * Credentials that were issued, were not used, and stand in no list: of a large log those of each caller that are the latest stand
   * for the others. `mayBeAlive` of them at the moment that is asked about.
   */
  readonly unlistedSessions: { readonly count: number; readonly mayBeAlive: number }
  readonly chains: readonly Chain[]
  /** How long those who are proposed, and the focus, were active, how routinely they are used, and by how many. */
  readonly routines: readonly RoutineSummary[]
  /** What a block of them leaves alive; null where there is nobody to block. */
  readonly afterBlock: AliveAfterBlock | null
  /** Of the focus, of those that are proposed, and of the others that stand out most. */
  readonly indicators: readonly Indicator[]
  readonly detections: readonly Detection[]
  /** Of the focus, else of everybody. */
  readonly apiCallVolume: readonly VolumeInterval[]
  readonly calls: {
    readonly byIp: readonly CallsRow[]
    readonly byMethod: readonly CallsRow[]
    /** Of the records that are kept whole: the others are counted without what they were about. */
    readonly byResource: readonly CallsRow[]
    /** The first thousand of each are listed. */
    readonly unlisted: UnlistedCalls
  }
  /** Of the focus, of those that are proposed or stand out, or of the busiest where nobody does. */
  readonly addresses: readonly PrincipalAddresses[]
  readonly sigma: {
    /** null: no rules were given. */
    readonly rules: number | null
    readonly matches: readonly SigmaMatch[]
    readonly unsupported: readonly SigmaRefusal[]
  }
  /** Ways back that those who are proposed, or the focus, made. */
  readonly persistence: readonly Suspect[]
  readonly timeline: Timeline
}
