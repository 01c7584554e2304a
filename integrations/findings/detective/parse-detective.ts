import { resolvePrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed, notOurs, type PayloadParse } from '../finding-source.js'
import { parseEach } from '../parse-each.js'
import { firstIssue } from '../shared/first-issue.js'
import { keepFinding } from '../shared/keep-finding.js'
import { partitionOfArn, servedPartition } from '../shared/partition-of.js'
import { severityOfWord, UNTOLD_SEVERITY } from '../shared/severity-of.js'
import { fieldsOf } from '../shared/values-at.js'
import { type Investigation, investigationSchema } from './investigation-schema.js'

const TYPE = 'Detective:IAM/Investigation'

/**
 * Amazon Detective's investigations, one or a list. Ours are those that are done and not archived; Detective looks into users
 * and roles only, so each accuses one. Never throws.
 */
export function parseDetective(payload: unknown): PayloadParse {
  if (typeof payload !== 'object' || payload === null) return malformed('The payload is not a JSON object.')
  const list = Array.isArray(payload) ? payload : fieldsOf(payload).get('InvestigationDetails')
  return parseEach(Array.isArray(list) ? list : [payload], parseInvestigation)
}

function parseInvestigation(item: unknown): FindingParse {
  const fields = fieldsOf(item)
  if (!fields.has('InvestigationId') && !fields.has('EntityArn')) {
    return notOurs('This is not an investigation of Amazon Detective: it has no InvestigationId.')
  }
  const parsed = investigationSchema.safeParse(item)
  if (!parsed.success) return malformed(`The investigation cannot be read: ${firstIssue(parsed.error)}.`)
  const { Status, State } = parsed.data
  if (Status !== 'SUCCESSFUL')
    return notOurs(`The investigation is ${Status.toLowerCase()}, so it has found nothing yet.`)
  if (State === 'ARCHIVED') return notOurs('The investigation is archived: somebody has put it aside in Detective.')
  return toFinding(parsed.data)
}

function toFinding(source: Investigation): FindingParse {
  const { GraphArn, EntityArn, EntityType, CreatedTime, ScopeStartTime, ScopeEndTime, Severity } = source
  // Without the graph's ARN only the accused's own tells the partition; with it both must say the same.
  const served = servedPartition(partitionOfArn(GraphArn) ?? partitionOfArn(EntityArn) ?? 'aws')
  if (!served.ok) return served.refusal
  const updatedAt = CreatedTime ?? ScopeEndTime
  if (updatedAt === null) return malformed('The investigation cannot be read: CreatedTime: missing.')
  const principal = resolvePrincipal({
    partition: served.partition,
    arns: [EntityArn],
    userType: EntityType === 'IAM_ROLE' ? 'Role' : 'IAMUser',
  })
  return keepFinding(
    {
      source: 'detective',
      sourceId: source.InvestigationId,
      type: TYPE,
      title: `Amazon Detective investigated ${EntityType === 'IAM_ROLE' ? 'a role' : 'a user'}`,
      severity: severityOfWord(Severity) ?? UNTOLD_SEVERITY,
      sample: false,
      trusted: true,
      accountId: principal.accountId,
      region: GraphArn?.split(':')[3] ?? '',
      firstSeenAt: ScopeStartTime ?? updatedAt,
      lastSeenAt: ScopeEndTime ?? updatedAt,
      updatedAt,
      count: 1,
      principal,
    },
    'investigation',
  )
}
