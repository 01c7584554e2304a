import type { Indicator } from '@aws-sdk/client-detective'

/** The names of Detective's own: https://docs.aws.amazon.com/detective/latest/APIReference/API_Indicator.html */
export const detectiveIndicatorTypes = [
  ...(['TTP_OBSERVED', 'IMPOSSIBLE_TRAVEL', 'FLAGGED_IP_ADDRESS', 'NEW_GEOLOCATION', 'NEW_ASO'] as const),
  ...(['NEW_USER_AGENT', 'RELATED_FINDING', 'RELATED_FINDING_GROUP'] as const),
]
export type DetectiveIndicatorType = (typeof detectiveIndicatorTypes)[number]

/**
 * One indicator as Detective tells it. It names no events: what it says rests on AWS's word. Texts in it come from records
 * and are as such an attacker's.
 */
export interface PulledIndicator {
  readonly type: DetectiveIndicatorType
  /** Only of TTP_OBSERVED, in AWS's words. */
  readonly tactic: string | null
  readonly technique: string | null
  /** The address that it is about; of a journey the one where it ended. */
  readonly ipAddress: string | null
  /** The rest of the detail by AWS's own names, in their order. */
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/** null for a kind that is not known here: AWS may add some. */
export function pulledIndicator({ IndicatorType, IndicatorDetail }: Indicator): PulledIndicator | null {
  const type = detectiveIndicatorTypes.find((known) => known === IndicatorType)
  if (type === undefined) return null
  const fields = Object.values(IndicatorDetail ?? {}).flatMap((detail) => Object.entries(detail ?? {}))
  const details = fields.flatMap(([name, value]) => (isScalar(value) ? [{ name, value: String(value) }] : []))
  const detailOf = (wanted: string) => details.find(({ name }) => name === wanted)?.value ?? null
  return {
    type,
    tactic: detailOf('Tactic'),
    technique: detailOf('Technique'),
    ipAddress: detailOf('IpAddress') ?? detailOf('EndingIpAddress'),
    details,
  }
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
