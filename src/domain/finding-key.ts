import { type Partition, partitionSchema } from './partition.js'

/** Where GuardDuty keeps a finding. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
export interface GuardDutyPlace {
  readonly partition: Partition
  readonly region: string
  readonly accountId: string
  readonly detectorId: string
  readonly findingId: string
}

const GUARDDUTY_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):guardduty:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):detector\/(\w{1,300})\/finding\/(\w{1,300})$/

/** null for the ARN of anything else. */
export function guardDutyPlace(arn: string): GuardDutyPlace | null {
  const [, named, region = '', accountId = '', detectorId = '', findingId = ''] = GUARDDUTY_ARN.exec(arn) ?? []
  const partition = partitionSchema.safeParse(named)
  return partition.success ? { partition: partition.data, region, accountId, detectorId, findingId } : null
}

/** What tells findings apart, whichever feed brought them. */
interface Sent {
  readonly source: string
  readonly sourceId: string
  readonly trusted: boolean
}

/**
 * What one finding is called in every feed: GuardDuty's is known by its own id, which Security Hub names in an ARN. One that
 * could have been forged is never the same as one that could not: else whoever forges first would have the true one passed over.
 */
export function findingKey({ source, sourceId, trusted }: Sent): string {
  const ofGuardDuty = source === 'security-hub' ? guardDutyPlace(sourceId) : null
  const key = ofGuardDuty === null ? `${source}|${sourceId}` : `guardduty|${ofGuardDuty.findingId}`
  return trusted ? key : `untrusted|${source}|${sourceId}`
}
