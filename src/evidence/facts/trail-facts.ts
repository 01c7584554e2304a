import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CallPlaces } from './call-places.js'

/**
 * What analyses read: any number of records, gathered once, in memory that grows with distinct actors, keys, addresses and
 * hours, not with records. Gathering is free of order.
 */

/** How many of the earliest events each tally names. */
export const keptEventIds = 10

/** How often, and when. `failed` includes `denied`. Times are milliseconds since the epoch. */
export interface Tally {
  ok: number
  failed: number
  denied: number
  firstSeenMs: number
  lastSeenMs: number
  /** The earliest few (see `keptEventIds`), so that every statement can be traced; the counts are of all. */
  eventIds: readonly EventMark[]
}

export interface EventMark {
  readonly eventId: string
  readonly atMs: number
}

export type ActorType =
  | 'role'
  | 'user'
  | 'root'
  | 'federatedUser'
  | 'samlUser'
  | 'webIdentityUser'
  | 'identityCenterUser'
  | 'account'
  | 'service'
  | 'unknown'

/** Who made a call, as far as a policy can be put on it: a session counts for its role, see `KeyFacts` for sessions. */
export interface Actor {
  /** Compares actors: type, account and case-folded name. */
  readonly key: string
  readonly type: ActorType
  /** The IAM ARN; a role's may lack its path where only session ARNs were seen. '' where there is none. */
  readonly arn: string
  readonly name: string
  readonly accountId: string
  /** AROA…, AIDA…; null where no record has it. */
  readonly uniqueId: string | null
  /** The user or root behind a federated session; null otherwise. */
  readonly issuerArn: string | null
}

export interface CallTally extends Tally {
  readonly eventSource: string
  readonly eventName: string
  readonly errorCodes: Map<string, number>
  readonly byIp: CallPlaces
}

/** One address in one hour: enough to see who travelled faster than people do. */
export interface Visit {
  firstMs: number
  lastMs: number
  firstEventId: string
  lastEventId: string
}

/** The calls from one address, and with what they were made: see `agentsAt`. */
export interface PlaceTally extends Tally {
  /** The agent of all of them, or what was called with each; '' where records have none, null before the first call. */
  agents: string | Map<string, Tally> | null
}

export interface IpTally extends PlaceTally {
  /** In the order of their hours, one an hour. */
  visits: Visit[]
}

/**
 * Calls by interval. The interval starts at a minute and widens where more than `maxSlots` of them hold calls, so that an
 * hour's attack is seen by the minute and a quarter of a year fits all the same.
 */
export interface CallVolume {
  slotMs: number
  /** By slots since the epoch. */
  slots: Map<number, { ok: number; failed: number }>
}

export interface ActorFacts extends Tally {
  /** What the records tell together: see `mergeActor`. */
  actor: Actor
  readonly byIp: Map<string, IpTally>
  /** By user agent as it stood; versions are folded by whoever compares. */
  readonly byAgent: Map<string, Tally>
  /** By `eventSource eventName`. */
  readonly byCall: Map<string, CallTally>
  readonly byRegion: Map<string, Tally>
  /** By hours since the epoch. */
  readonly byHour: Map<number, { ok: number; failed: number }>
  readonly volume: CallVolume
}

/**
 * The calls made with one credential: temporary key ids are unique only together with the principal id. A session whose
 * records lack the key id is told by its principal id and the moment it was issued.
 */
export interface KeyFacts extends Tally {
  /** '' where the records of the session have none. */
  readonly accessKeyId: string
  readonly principalId: string
  /** A known actor beats an unknown one: a record may lack what tells it. */
  actorKey: string
  /** '' for long-term keys. */
  sessionName: string
  readonly byIp: Map<string, PlaceTally>
  readonly agents: Map<string, Tally>
  /** Of the next ones: what any record of the credential says; the first in code-point order where they say different things. */
  sessionIssuedAt: string | null
  sourceIdentity: string | null
  /** The SAML or OIDC provider of a federated session. */
  identityProvider: string | null
  /** '1.0' or '2.0': the credentials came from an instance's metadata service. */
  ec2RoleDelivery: string | null
  /** The service that called on the principal's behalf. */
  invokedBy: string | null
  /** Identity Center: the user on whose behalf the session acts. */
  onBehalfOfUserId: string | null
}

/** One record that handed out a credential, reduced to what a chain needs. */
export interface Mint {
  readonly eventId: string
  readonly atMs: number
  readonly eventName: string
  readonly eventSource: string
  readonly kind: NonNullable<CloudTrailEvent['issued']>['kind'] | 'accessKey'
  readonly accessKeyId: string
  /** AROA…:session of the session that was made; null where the record does not say. */
  readonly assumedRoleId: string | null
  /** The role that was assumed, the user whose token or key it is; '' where the record does not say. */
  readonly ofArn: string
  readonly sessionName: string
  readonly expiresAt: string | null
  readonly provider: string | null
  readonly sourceIdentity: string | null
  readonly sharedEventId: string | null
  readonly recipientAccountId: string | null
  readonly actorKey: string
  /** The service that asked for it; null for people and programs. */
  readonly invokedBy: string | null
  readonly parentAccessKeyId: string | null
  readonly parentPrincipalId: string | null
  /** When the credentials of the caller were issued: tells its session where the record lacks the key. */
  readonly parentIssuedAt: string | null
  readonly sourceIp: string | null
  readonly userAgent: string | null
}

/** Oldest first. There may be as many as of anything: go through them, and keep those alone that are asked for. */
export interface MintList extends Iterable<Mint> {
  readonly length: number
  /**
   * For those who look at few of their fields: these may be read only as they are asked for, and the next mint may be the same object.
   * Not to be spread or kept; see `wholeMint`.
   */
  forEach(look: (mint: Mint) => void): void
}

/** The records of one window. */
export interface WindowFacts extends Tally {
  /** Different event ids that were read; `ok + failed` counts them too. */
  readonly actors: Map<string, ActorFacts>
  readonly keys: Map<string, KeyFacts>
  readonly mints: MintList
  /**
   * Records that are kept whole: changes in IAM, STS, Roles Anywhere, Organizations and of trails, sign-ins, and what a
   * detection asks for (see `isNotable`). Secrets were removed. Oldest first. `notableDropped` counts those beyond the limits
   * of `NotableLimit`.
   */
  readonly notable: CloudTrailEvent[]
  notableDropped: number
  readonly volume: CallVolume
  readonly regions: Set<string>
  readonly accounts: Set<string>
}

/** The window that is asked about, and what stands before it to compare with: up to 45 days, as Amazon Detective does. */
export interface TrailFacts {
  readonly scope: WindowFacts
  readonly baseline: WindowFacts
}
