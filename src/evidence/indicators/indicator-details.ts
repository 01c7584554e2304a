import type { IndicatorType } from './indicator.js'

/**
 * The fields of Detective's `IndicatorDetail`, in camel case, and what else there is to say.
 * https://docs.aws.amazon.com/detective/latest/APIReference/API_IndicatorDetail.html
 */
export interface IndicatorDetails extends Record<IndicatorType, object> {
  readonly TTP_OBSERVED: TtpObservedDetail
  readonly IMPOSSIBLE_TRAVEL: ImpossibleTravelDetail
  readonly FLAGGED_IP_ADDRESS: FlaggedIpAddressDetail
  readonly NEW_GEOLOCATION: NewGeolocationDetail
  readonly NEW_ASO: NewAsoDetail
  readonly NEW_USER_AGENT: NewUserAgentDetail
  readonly RELATED_FINDING: RelatedFindingDetail
  readonly RELATED_FINDING_GROUP: RelatedFindingGroupDetail
}

/** One API that the actor called from one address. */
export interface TtpObservedDetail {
  /** The names of ATT&CK: `Defense Evasion`, `Disable or Modify Cloud Logs`. */
  readonly tactic: string
  readonly technique: string
  /** What the call gives an attacker. */
  readonly procedure: string
  /** As it stands in the records: a service's name, too. null where no record has one. */
  readonly ipAddress: string | null
  /** `iam:CreateUser`, without the date that Lambda and CloudFront put behind the name. */
  readonly apiName: string
  readonly apiSuccessCount: number
  readonly apiFailureCount: number
}

export interface ImpossibleTravelDetail {
  readonly startingIpAddress: string
  readonly endingIpAddress: string
  readonly startingLocation: string
  readonly endingLocation: string
  /** Hours between the last call here and the first one there. */
  readonly hourlyTimeDelta: number
  /** Between the nearest points that the locations can mean. */
  readonly distanceKm: number
  /** null where both calls are of one moment. */
  readonly speedKmPerHour: number | null
  /** False: nothing ties the two places to one session, and a role may have several people. */
  readonly sameSession: boolean
}

export interface FlaggedIpAddressDetail {
  readonly ipAddress: string
  /** The list's own words. */
  readonly reason: string
  readonly apiSuccessCount: number
  readonly apiFailureCount: number
}

/** `isNewForEntireAccount` is null where the records are not those of the whole account. */
export interface NewGeolocationDetail {
  readonly location: string
  /** The address that was there first. */
  readonly ipAddress: string
  readonly isNewForEntireAccount: boolean | null
  /** False: another place in a country that is known. */
  readonly isNewCountry: boolean
}

export interface NewAsoDetail {
  readonly aso: string
  readonly asn: number | null
  readonly ipAddress: string
  readonly isNewForEntireAccount: boolean | null
  /** It rents out machines or hides where its users are. */
  readonly isHosting: boolean
}

export interface NewUserAgentDetail {
  /** The first one of its family, cut at 512 characters. */
  readonly userAgent: string
  /** Product, SDK and operating system, without versions. */
  readonly family: string
  readonly isNewForEntireAccount: boolean | null
}

export interface RelatedFindingDetail {
  readonly arn: string
  readonly type: string
  /** The address that is shared; null where something else is. */
  readonly ipAddress: string | null
  /** In words, sorted: what is shared with the actor. */
  readonly shared: readonly string[]
}

export interface RelatedFindingGroupDetail {
  /** The same for the same findings. */
  readonly id: string
  /** The ARNs or ids of the findings, sorted. */
  readonly findings: readonly string[]
}
