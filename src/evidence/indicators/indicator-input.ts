import type { Actor, TrailFacts } from '../facts/trail-facts.js'

export interface IndicatorInput {
  readonly facts: TrailFacts
  /** Whom it is about: `Actor.key` tells. */
  readonly actor: Pick<Actor, 'key' | 'type' | 'accountId'>
  /** null: no file was given. */
  readonly geo: GeoLookup | null
  /** null: no list was given. */
  readonly flagged: FlaggedAddresses | null
  /** null: nobody asked our own incidents. Those of the actor itself may be among them. */
  readonly relatedFindings: readonly RelatedFinding[] | null
  /** Where the scope begins: the baseline is the 45 days before it. Without it, the first record of the scope. */
  readonly scopeFromMs?: number
  /** False where the records of one principal alone were asked for: nothing is said about the account then. */
  readonly isAccountWide?: boolean
  /** In words: what the sources of the records cannot show. Stated with every indicator. */
  readonly gaps?: readonly string[]
}

/** Where addresses are and whose. Answers are of the data given to it: the same address, the same answer. */
export interface GeoLookup {
  /** What it can tell at all. Without coordinates it knows countries only. */
  readonly knows: { readonly places: boolean; readonly coordinates: boolean; readonly networks: boolean }
  placeOf(address: string): Place | null
  networkOf(address: string): Network | null
  /** In words: what of its data turned out to be unreadable so far. null where nothing did. */
  damage(): string | null
}

export interface Place {
  /** Two letters (ISO 3166-1). */
  readonly country: string
  readonly city: string | null
  readonly coordinates: Coordinates | null
}

export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
  /** How far off the true place may be; 0 where nothing is known of it. */
  readonly accuracyKm: number
}

export interface Network {
  readonly asn: number | null
  readonly organisation: string
  /** The data itself says that it is of a hosting provider, a VPN or a proxy; what the name tells is seen without it. */
  readonly isHosting: boolean
}

export interface FlaggedAddresses {
  /** Why the address is on the list; null where it is not. Takes any text. */
  reasonOf(address: string): string | null
}

/** A finding of our own record. Everything that it names may tie it to an actor. */
export interface RelatedFinding {
  /** Its ARN, or what its source calls it. */
  readonly arn: string
  readonly type: string
  /** 0 to 10, as GuardDuty counts. */
  readonly severity: number
  /** ARNs of roles, role sessions, users…; what is no principal's ARN ties nothing. */
  readonly principalArns: readonly string[]
  readonly accessKeyIds: readonly string[]
  /** `AROA…:session`. */
  readonly sessionIds: readonly string[]
  readonly ipAddresses: readonly string[]
}
