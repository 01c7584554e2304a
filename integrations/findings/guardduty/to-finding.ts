import { type ArnParse, parseArn } from '../../../src/domain/arn.js'
import { type Finding, findingSchema } from '../../../src/domain/finding.js'
import { type Partition, partitionSchema } from '../../../src/domain/partition.js'
import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { resolvePrincipal, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed, notOurs } from '../finding-source.js'
import type { GuardDutyFinding } from './guardduty-schema.js'

const MAX_TITLE_CHARACTERS = 2048

/** The domain's finding from a well-formed GuardDuty one. Its own region and partition win over its ARN and the envelope. */
export function toFinding(
  source: GuardDutyFinding,
  { sample, envelopeRegion }: { sample: boolean; envelopeRegion: string | undefined },
): FindingParse {
  const arn = parseArn(source.arn ?? '')
  const region = source.region || (arn.ok ? arn.arn.region : '') || envelopeRegion || ''
  if (!/^[a-z0-9-]{1,32}$/.test(region)) return malformed('The finding names no region, or none that AWS could have.')
  const named = source.partition || /^arn:([\w-]+):/.exec(source.arn ?? '')?.[1] || partitionOfRegion(region)
  const partition = partitionSchema.safeParse(named)
  if (!partition.success) return notOurs(`The partition ${quoteText(named)} is not one of aws, aws-cn, aws-us-gov.`)
  const principal = accusedPrincipal(source, partition.data, arn)
  // Checked once more as a whole: a date can be right and still lie outside of what the record can hold.
  const finding = findingSchema.safeParse({ ...described(source), region, sample, principal })
  if (finding.success) return { accepted: true, finding: finding.data }
  const path = finding.error.issues[0]?.path.join('.')
  return malformed(`The GuardDuty finding has a value that cannot be kept: ${path}.`)
}

function described(source: GuardDutyFinding): Omit<Finding, 'region' | 'sample' | 'principal'> {
  const { service, updatedAt } = source
  return {
    source: 'guardduty',
    sourceId: source.id,
    type: source.type,
    title: storable((source.title ?? '').slice(0, MAX_TITLE_CHARACTERS)),
    severity: source.severity,
    trusted: true,
    accountId: source.accountId,
    firstSeenAt: service?.eventFirstSeen ?? source.createdAt ?? updatedAt,
    lastSeenAt: service?.eventLastSeen ?? updatedAt,
    updatedAt,
    count: service?.count ?? 1,
  }
}

/** JSON may carry a null character and half surrogate pairs; PostgreSQL and RFC 8785 may not, and the cut can halve a pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}

/** GuardDuty gives no principal ARN: type and name, unique id with session, and access key are all there is. */
function accusedPrincipal(source: GuardDutyFinding, partition: Partition, arn: ArnParse): Principal {
  const { accountId } = source
  const { accessKeyId, principalId, userType, userName } = source.resource.accessKeyDetails
  const principal = resolvePrincipal({
    partition,
    accountId,
    arns: [],
    accessKeyId: accessKeyId ?? undefined,
    principalId: principalId ?? undefined,
    userType: userType ?? undefined,
    userName: userName ?? undefined,
  })
  if (!arn.ok || (arn.arn.accountId === accountId && arn.arn.partition === partition)) return principal
  const own = quoteText(`${partition} ${accountId}`)
  const found = quoteText(`${arn.arn.partition} ${arn.arn.accountId}`)
  const key = principal.accessKeyId === undefined ? {} : { accessKeyId: principal.accessKeyId }
  return unresolvedPrincipal({ partition, accountId, ...key }, `The finding is of ${own}, but its ARN says ${found}.`)
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: China and GovCloud regions carry it in their name. */
function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return /^(us|eu)-iso/.test(region) ? 'aws-iso' : 'aws'
}
