import { parseArn } from '../../../src/domain/arn.js'
import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { type PrincipalClues, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed } from '../finding-source.js'
import { isPlaceholder } from '../guardduty/is-sample.js'
import { sequenceClues } from '../guardduty/sequence-clues.js'
import type { AttackSequence } from '../guardduty/sequence-schema.js'
import { accountChecked } from '../guardduty/to-finding.js'
import { agreedPrincipal } from '../shared/agreed-principal.js'
import { keepFinding } from '../shared/keep-finding.js'
import { partitionOfArn, regionPattern, servedPartition } from '../shared/partition-of.js'
import { severityOfScore, severityOfWord, UNTOLD_SEVERITY } from '../shared/severity-of.js'
import { titleText } from '../shared/title-text.js'
import { fieldsOf } from '../shared/values-at.js'
import { resourceClues, type Scope } from './asff-clues.js'
import type { AsffFinding, AsffResource } from './asff-schema.js'
import { trustIn, whyForgeable } from './distrust.js'
import { findingTypeOf } from './finding-type.js'
import { awsProduct } from './product.js'

/** The domain's finding from a well-formed one that is ours. */
export function toAsffFinding(
  source: AsffFinding,
  resources: readonly AsffResource[],
  sequence: AttackSequence | undefined,
): FindingParse {
  const served = servedPartition(partitionOfArn(source.ProductArn) ?? '')
  if (!served.ok) return served.refusal
  const region = source.Region || source.ProductArn.split(':')[3] || ''
  if (!regionPattern.test(region)) return malformed('The finding names no region, or none that AWS could have.')
  const updatedAt = source.UpdatedAt ?? source.LastObservedAt ?? source.CreatedAt
  if (updatedAt === null) return malformed('The Security Hub finding cannot be read: UpdatedAt: not a date and time.')
  const scope = { partition: served.partition, accountId: source.AwsAccountId }
  const clues = [...resourceClues(resources, scope), ...(sequence === undefined ? [] : sequenceClues(sequence, scope))]
  return keepFinding(
    {
      source: 'security-hub',
      sourceId: source.Id,
      type: findingTypeOf(source.ProductArn, source.FindingProviderFields?.Types ?? source.Types ?? []),
      title: titleText(source.Title),
      severity: severityOf(source),
      sample: isSample(source, clues),
      ...trustIn(whyForgeable(source.ProductArn, source.Id)),
      accountId: source.AwsAccountId,
      region,
      firstSeenAt: source.FirstObservedAt ?? source.CreatedAt ?? updatedAt,
      lastSeenAt: source.LastObservedAt ?? updatedAt,
      updatedAt,
      count: countOf(source),
      principal: accused(source, resources, clues, scope),
    },
    'Security Hub finding',
  )
}

function accused(
  { Id, ProductArn }: AsffFinding,
  resources: readonly AsffResource[],
  clues: readonly PrincipalClues[],
  scope: Scope,
): Principal {
  const other = resources.find(({ Partition }) => Partition && Partition !== scope.partition)?.Partition
  if (other) {
    const reason = `Its product is of the partition ${quoteText(scope.partition)}, but a resource says ${quoteText(other)}.`
    return unresolvedPrincipal(scope, reason)
  }
  const principal = agreedPrincipal(scope, clues)
  // GuardDuty's findings have GuardDuty's ARN for their id.
  return awsProduct(ProductArn) === 'guardduty' ? accountChecked(principal, scope, parseArn(Id)) : principal
}

/**
 * The label, and the number beside it where it is finer and of the same label; GuardDuty's own is `Product`. Whoever may call
 * BatchUpdateFindings changes these at the top of any finding, and cannot change what its provider said: where the two labels
 * differ the provider's counts, or else that permission would be enough for a block that is approved beforehand.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html
 */
function severityOf({ Severity, FindingProviderFields, ProductArn }: AsffFinding): number {
  const provided = FindingProviderFields?.Severity
  const severity = Severity ?? provided
  const byWord = severityOfWord(severity?.Label)
  const byProvider = severityOfWord(provided?.Label)
  if (byProvider !== undefined && byProvider !== byWord) return byProvider
  const own = awsProduct(ProductArn) === 'guardduty' && severity?.Product ? severity.Product * 10 : undefined
  const byScore = severityOfScore(own ?? severity?.Normalized)
  if (byWord === undefined) return byScore ?? UNTOLD_SEVERITY
  return byScore !== undefined && Math.abs(byScore - byWord) <= 2 ? Math.min(byScore, highestOf(byWord)) : byWord
}

/** No number makes more of a finding than its label. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
function highestOf(byWord: number): number {
  return [0, 3.9, 6.9, 8.9].find((highest) => highest >= byWord) ?? 10
}

/** Both generations of GuardDuty's product fields, all of which are texts. */
function guardDutyField({ ProductFields, ProductArn }: AsffFinding, name: string): string | undefined {
  if (awsProduct(ProductArn) !== 'guardduty') return undefined
  const fields = fieldsOf(ProductFields)
  const value = fields.get(`aws/guardduty/service/${name}`) ?? fields.get(name)
  return typeof value === 'string' ? value : undefined
}

function countOf(source: AsffFinding): number {
  const text = guardDutyField(source, 'count') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 1
}

function isSample(source: AsffFinding, clues: readonly PrincipalClues[]): boolean {
  const isMarked = guardDutyField(source, 'additionalInfo/sample') === 'true'
  const isMarkedInside = /"sample"\s*:\s*true/.test(guardDutyField(source, 'additionalInfo/value') ?? '')
  if (source.Sample === true || isMarked || isMarkedInside || source.Title?.startsWith('[SAMPLE]') === true) return true
  return clues.every(isPlaceholder)
}
