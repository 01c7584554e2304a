import { type ArnParse, parseArn } from '../../../src/domain/arn.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Partition } from '../../../src/domain/partition.js'
import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { type PrincipalClues, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed } from '../finding-source.js'
import { agreedPrincipal } from '../shared/agreed-principal.js'
import { keepFinding } from '../shared/keep-finding.js'
import { partitionOfArn, partitionOfRegion, regionPattern, servedPartition } from '../shared/partition-of.js'
import { titleText } from '../shared/title-text.js'
import type { GuardDutyFinding } from './guardduty-schema.js'

export interface FindingContext {
  readonly sample: boolean
  readonly envelopeRegion: string | undefined
  /** Everybody whom the finding names; at least one. */
  readonly accused: (scope: { partition: Partition; accountId: string }) => readonly PrincipalClues[]
}

/** The domain's finding from a well-formed GuardDuty one. Its own region and partition win over its ARN and the envelope. */
export function toFinding(source: GuardDutyFinding, { sample, envelopeRegion, accused }: FindingContext): FindingParse {
  const arn = parseArn(source.arn ?? '')
  const region = source.region || (arn.ok ? arn.arn.region : '') || envelopeRegion || ''
  if (!regionPattern.test(region)) return malformed('The finding names no region, or none that AWS could have.')
  const named = source.partition || partitionOfArn(source.arn) || partitionOfRegion(region)
  const served = servedPartition(named)
  if (!served.ok) return served.refusal
  const { partition } = served
  const scope = { partition, accountId: source.accountId }
  const principal = accountChecked(agreedPrincipal(scope, accused(scope)), scope, arn)
  return keepFinding({ ...described(source), region, sample, principal }, 'GuardDuty finding')
}

function described(source: GuardDutyFinding): Omit<Finding, 'region' | 'sample' | 'principal'> {
  const { service, updatedAt } = source
  return {
    source: 'guardduty',
    sourceId: source.id,
    // Any text may stand there: what the record could not hold, or AWS would not understand, is none.
    ...(source.arn && /^arn:[\x21-\x7e]{1,1000}$/.test(source.arn) ? { arn: source.arn } : {}),
    type: source.type,
    title: titleText(source.title),
    severity: source.severity,
    trusted: true,
    accountId: source.accountId,
    firstSeenAt: service?.eventFirstSeen ?? source.createdAt ?? updatedAt,
    lastSeenAt: service?.eventLastSeen ?? updatedAt,
    updatedAt,
    count: service?.count ?? 1,
  }
}

/** The finding's own ARN must be of its own account: where it is not, one of them is wrong, and nobody can say which. */
export function accountChecked(
  principal: Principal,
  { partition, accountId }: { readonly partition: Partition; readonly accountId: string },
  arn: ArnParse,
): Principal {
  if (!arn.ok || (arn.arn.accountId === accountId && arn.arn.partition === partition)) return principal
  const own = quoteText(`${partition} ${accountId}`)
  const found = quoteText(`${arn.arn.partition} ${arn.arn.accountId}`)
  const key = principal.accessKeyId === undefined ? {} : { accessKeyId: principal.accessKeyId }
  return unresolvedPrincipal({ partition, accountId, ...key }, `The finding is of ${own}, but its ARN says ${found}.`)
}
