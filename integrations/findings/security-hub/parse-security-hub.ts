import { quoteText } from '../../../src/domain/quote-text.js'
import { type FindingParse, malformed, notOurs, type PayloadParse, type RefusedFinding } from '../finding-source.js'
import { parseEach } from '../parse-each.js'
import { fieldsOf } from '../shared/values-at.js'
import { parseAsff } from './parse-asff.js'
import { parseOcsf } from './parse-ocsf.js'

const EVENTS = ['Security Hub Findings - Imported', 'Security Hub Findings - Custom Action', 'Findings Imported V2']

/**
 * Security Hub's findings, whichever format and version: an EventBridge event with one or several, `get-findings` output, a
 * list, or one finding alone. Each is judged by itself. Never throws; limits of size and depth are the server's.
 */
export function parseSecurityHub(payload: unknown): PayloadParse {
  const items = locate(payload)
  return 'accepted' in items ? items : parseEach(items.found, parseEither)
}

function locate(payload: unknown): { readonly found: readonly unknown[] } | RefusedFinding {
  if (Array.isArray(payload)) return { found: payload }
  if (typeof payload !== 'object' || payload === null) return malformed('The payload is not a JSON object.')
  const fields = fieldsOf(payload)
  if (fields.has('detail')) return unwrapEvent(fields)
  const list = fields.get('Findings') ?? fields.get('findings')
  return { found: Array.isArray(list) ? list : [payload] }
}

function unwrapEvent(event: ReadonlyMap<string, unknown>): { readonly found: readonly unknown[] } | RefusedFinding {
  const foreign = foreignEvent(event)
  if (foreign !== undefined) return foreign
  const detail = event.get('detail')
  const findings = fieldsOf(detail).get('findings') ?? fieldsOf(detail).get('Findings')
  if (!Array.isArray(findings)) return malformed('The Security Hub event cannot be read: detail.findings: not a list.')
  return { found: findings }
}

function foreignEvent(event: ReadonlyMap<string, unknown>): RefusedFinding | undefined {
  const source = event.get('source') ?? 'aws.securityhub'
  const detailType = event.get('detail-type') ?? EVENTS[0]
  if (typeof source !== 'string') return malformed('The Security Hub event cannot be read: source: not a text.')
  if (typeof detailType !== 'string')
    return malformed('The Security Hub event cannot be read: detail-type: not a text.')
  if (source !== 'aws.securityhub') return notOurs(`The event's source is ${quoteText(source)}, not "aws.securityhub".`)
  if (EVENTS.includes(detailType)) return undefined
  return notOurs(`The event's detail-type is ${quoteText(detailType)}, which carries no findings of Security Hub.`)
}

function parseEither(finding: unknown): FindingParse {
  if (typeof finding !== 'object' || finding === null || Array.isArray(finding)) {
    return malformed('The finding is not a JSON object.')
  }
  const fields = fieldsOf(finding)
  if (fields.has('class_uid')) return parseOcsf(finding)
  if (fields.has('ProductArn') || fields.has('AwsAccountId')) return parseAsff(finding)
  return notOurs('This is not a finding of Security Hub: neither ProductArn (ASFF) nor class_uid (OCSF) is there.')
}
