import { quoteText } from '../../../src/domain/quote-text.js'
import { type FindingParse, malformed, notOurs } from '../finding-source.js'
import { firstIssue } from '../shared/first-issue.js'
import { fieldsOf } from '../shared/values-at.js'
import { isIamType } from './asff-clues.js'
import {
  type OcsfMarks,
  type OcsfResource,
  ocsfFindingSchema,
  ocsfMarksSchema,
  ocsfResourceSchema,
} from './ocsf-schema.js'
import { postureOf } from './product.js'
import { toOcsfFinding } from './to-ocsf-finding.js'

/** 2001 is what rc.2 called what is now 2004. https://schema.ocsf.io/1.6.0/categories/findings */
const DETECTIONS: readonly (number | null | undefined)[] = [2001, 2004]

/**
 * One finding in OCSF. Ours are detections that were not put aside and name an access key, a user, a role or a group; of other
 * products than AWS's own they are not trusted, as in the older format. Never throws.
 */
export function parseOcsf(payload: unknown): FindingParse {
  const marks = ocsfMarksSchema.safeParse(payload)
  if (!marks.success) return malformed(`The OCSF finding cannot be read: ${firstIssue(marks.error)}.`)
  const reason = foreignReason(marks.data, typesOf(payload)) ?? putAside(marks.data)
  if (reason !== null) return notOurs(reason)
  const resources = readResources(marks.data.resources)
  if (typeof resources === 'string') return malformed(`The OCSF finding cannot be read: ${resources}.`)
  if (!resources.some(({ type }) => isIamType(type))) {
    const types = [...new Set(resources.map(({ type }) => type))].slice(0, 3).map(quoteText)
    return notOurs(`The finding is about ${types.join(', ') || 'no resource'}, so it accuses no IAM principal.`)
  }
  const finding = ocsfFindingSchema.safeParse(payload)
  if (!finding.success) return malformed(`The OCSF finding cannot be read: ${firstIssue(finding.error)}.`)
  return toOcsfFinding(finding.data, resources)
}

function foreignReason({ class_uid, compliance, metadata }: OcsfMarks, types: readonly string[]): string | null {
  if (!DETECTIONS.includes(class_uid)) {
    return `It is of the OCSF class ${class_uid ?? 'that it does not name'}, not a detection (2004).`
  }
  if (fieldsOf(compliance).size > 0) {
    return 'It is the result of a control (Security Hub CSPM): it tells of a setting, not of what somebody did.'
  }
  return postureOf(metadata?.product?.uid, types)
}

/** "Threats" stands before GuardDuty's own type; the plain words of namespaces do not make it a check. */
function typesOf(payload: unknown): readonly string[] {
  const fields = fieldsOf(payload)
  const types = fieldsOf(fields.get('finding_info') ?? fields.get('finding')).get('types')
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : []
}

/** status 3 suppressed, 4 resolved, 5 archived; rc.2 calls it `state_id`; activity 3 is Close. */
function putAside({ status_id, state_id, activity_id }: OcsfMarks): string | null {
  const status = status_id ?? state_id
  const words = new Map<number | null | undefined, string>([
    [3, 'suppressed'],
    [4, 'resolved'],
    [5, 'archived'],
  ])
  const word = words.get(status) ?? (activity_id === 3 ? 'closed' : undefined)
  return word === undefined ? null : `The finding is ${word} in Security Hub: somebody, or a rule, has put it aside.`
}

const MAX_RESOURCES = 100

function readResources(value: unknown): readonly OcsfResource[] | string {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return 'resources: not a list'
  if (value.length > MAX_RESOURCES) return `resources: more than ${MAX_RESOURCES}`
  const read: OcsfResource[] = []
  for (const [index, one] of value.entries()) {
    const type = fieldsOf(one).get('type')
    // Resources need no type in OCSF: one without is about something else.
    if (type !== undefined && typeof type !== 'string') return `resources.${index}.type: not a text`
    if (type === undefined || !isIamType(type)) {
      read.push({ type: type ?? 'no type' })
      continue
    }
    const parsed = ocsfResourceSchema.safeParse(one)
    if (!parsed.success) return `resources.${index}.${firstIssue(parsed.error)}`
    read.push(parsed.data)
  }
  return read
}
