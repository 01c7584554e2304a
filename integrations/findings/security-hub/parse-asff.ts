import { quoteText } from '../../../src/domain/quote-text.js'
import { type FindingParse, malformed, notOurs } from '../finding-source.js'
import { firstIssue } from '../shared/first-issue.js'
import { fieldsOf } from '../shared/values-at.js'
import { asffSequence, isIamType } from './asff-clues.js'
import {
  type AsffMarks,
  type AsffResource,
  asffFindingSchema,
  asffMarksSchema,
  asffResourceSchema,
} from './asff-schema.js'
import { postureOf } from './product.js'
import { toAsffFinding } from './to-asff-finding.js'

/**
 * One finding in the AWS Security Finding Format. Ours are those that were not put aside, tell of activity and name an access
 * key, a user, a role, a group, or the actors of an attack sequence. One of a product that is not AWS's own is taken with
 * `trusted: false`: whoever may call BatchImportFindings in the account can write it. Never throws.
 */
export function parseAsff(payload: unknown): FindingParse {
  const marks = asffMarksSchema.safeParse(payload)
  if (!marks.success) return malformed(`The Security Hub finding cannot be read: ${firstIssue(marks.error)}.`)
  const aside = controlReason(marks.data) ?? putAside(marks.data)
  if (aside !== null) return notOurs(aside)
  const resources = readResources(marks.data.Resources)
  if (typeof resources === 'string') return malformed(`The Security Hub finding cannot be read: ${resources}.`)
  const finding = asffFindingSchema.safeParse(payload)
  const sequence = finding.success ? asffSequence(finding.data) : undefined
  if (!resources.some(({ Type }) => isIamType(Type)) && sequence === undefined) {
    const types = [...new Set(resources.map(({ Type }) => Type))].slice(0, 3).map(quoteText)
    return notOurs(`The finding is about ${types.join(', ') || 'no resource'}, so it accuses no IAM principal.`)
  }
  if (!finding.success) return malformed(`The Security Hub finding cannot be read: ${firstIssue(finding.error)}.`)
  return toAsffFinding(finding.data, resources, sequence)
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/controls-findings-create-update.html */
function controlReason({ Compliance, ProductFields, ProductArn, Types }: AsffMarks): string | null {
  const compliance = fieldsOf(Compliance)
  const fields = fieldsOf(ProductFields)
  const isControl =
    ['Status', 'SecurityControlId', 'AssociatedStandards'].some((key) => compliance.has(key)) ||
    ['StandardsArn', 'StandardsGuideArn', 'StandardsControlArn'].some((key) => fields.has(key))
  if (isControl)
    return 'It is the result of a control (Security Hub CSPM): it tells of a setting, not of what somebody did.'
  return postureOf(ProductArn, Types ?? [])
}

function putAside({ RecordState, WorkflowState, Workflow }: AsffMarks): string | null {
  if (RecordState === 'ARCHIVED') return 'The finding is archived: its product, or somebody, has put it aside.'
  const status = (Workflow?.Status ?? WorkflowState ?? '').toUpperCase()
  const isAside = status === 'SUPPRESSED' || status === 'RESOLVED'
  return isAside
    ? `The finding is ${status.toLowerCase()} in Security Hub: somebody, or a rule, has put it aside.`
    : null
}

/** The details of resources that are not of IAM are anybody's business but ours, so nothing in them is refused. */
function readResources(value: unknown): readonly AsffResource[] | string {
  if (!Array.isArray(value)) return 'Resources: not a list'
  const read: AsffResource[] = []
  for (const [index, one] of value.slice(0, MAX_RESOURCES).entries()) {
    const type = fieldsOf(one).get('Type')
    if (typeof type !== 'string') return `Resources.${index}.Type: not a text`
    if (!isIamType(type)) {
      read.push({ Type: type })
      continue
    }
    const parsed = asffResourceSchema.safeParse(one)
    if (!parsed.success) return `Resources.${index}.${firstIssue(parsed.error)}`
    read.push(parsed.data)
  }
  return value.length > MAX_RESOURCES ? `Resources: more than ${MAX_RESOURCES}` : read
}

/** The format's own limit is 32. */
const MAX_RESOURCES = 100
