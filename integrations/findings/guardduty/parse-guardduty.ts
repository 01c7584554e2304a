import type { z } from 'zod'
import { quoteText } from '../../../src/domain/quote-text.js'
import { type FindingParse, malformed, notOurs, type RefusedFinding } from '../finding-source.js'
import { envelopeSchema, findingMarksSchema, guardDutyFindingSchema, resourceMarksSchema } from './guardduty-schema.js'
import { isSample } from './is-sample.js'
import { toFinding } from './to-finding.js'

interface Located {
  readonly detail: unknown
  readonly envelope?: { readonly source?: string | undefined; readonly region?: string | undefined }
}

/**
 * A GuardDuty finding from an EventBridge event, bare, or from `get-findings` output with one finding; keys in camelCase or
 * PascalCase. Ours are findings that carry credentials (`accessKeyDetails`), whatever the resource: S3 findings do too.
 * Others, archived live findings (an archived sample stays a sample) and unserved partitions are `notOurs`.
 *
 * `trusted` is true: the HTTP layer has authenticated the sender. Never throws; limits of size and depth are the server's.
 */
export function parseGuardDuty(payload: unknown): FindingParse {
  const located = locate(payload)
  if ('accepted' in located) return located
  const refusal = refuseForeign(located)
  if (refusal !== undefined) return refusal
  const parsed = guardDutyFindingSchema.safeParse(located.detail)
  if (!parsed.success) return malformed(`The GuardDuty finding cannot be read: ${firstIssue(parsed.error)}.`)
  const sample = isSample(parsed.data)
  if (parsed.data.service?.archived === true && !sample) {
    return notOurs('The finding is archived: somebody, or a suppression rule, has put it aside in GuardDuty.')
  }
  return toFinding(parsed.data, { sample, envelopeRegion: located.envelope?.region })
}

function locate(payload: unknown): Located | RefusedFinding {
  if (Array.isArray(payload)) return malformed('The payload is a list: send the findings one by one.')
  if (typeof payload !== 'object' || payload === null) return malformed('The payload is not a JSON object.')
  const fields = new Map<string, unknown>(Object.entries(payload))
  if (fields.has('detail')) return unwrapEnvelope(payload)
  const list = fields.get('Findings') ?? fields.get('findings')
  return Array.isArray(list) ? unwrapList(list) : { detail: payload }
}

function unwrapEnvelope(payload: object): Located | RefusedFinding {
  const envelope = envelopeSchema.safeParse(payload)
  if (!envelope.success) return malformed(`The EventBridge event cannot be read: ${firstIssue(envelope.error)}.`)
  const { source, 'detail-type': detailType, region, detail } = envelope.data
  if (source !== undefined && source !== 'aws.guardduty') {
    return notOurs(`The event's source is ${quoteText(source)}, not "aws.guardduty".`)
  }
  if (detailType !== undefined && detailType !== 'GuardDuty Finding') {
    return notOurs(`The event's detail-type is ${quoteText(detailType)}, not "GuardDuty Finding".`)
  }
  return { detail, envelope: { source, region } }
}

/** One payload is one finding, so that one answer says what became of it. */
function unwrapList(list: readonly unknown[]): Located | RefusedFinding {
  if (list.length === 1) return { detail: list[0] }
  return malformed(`The payload holds ${list.length} findings: send them one by one.`)
}

function refuseForeign({ detail, envelope }: Located): RefusedFinding | undefined {
  const marks = findingMarksSchema.safeParse(detail)
  if (!marks.success) return malformed(`The finding cannot be read: ${firstIssue(marks.error)}.`)
  const { arn, service } = marks.data
  const fromGuardDuty = envelope?.source !== undefined || service?.serviceName === 'guardduty'
  if (!fromGuardDuty && !/^arn:[\w-]+:guardduty:/.test(arn ?? '')) {
    return notOurs('This is not a GuardDuty finding: neither an event source, its ARN nor service.serviceName says so.')
  }
  const resource = resourceMarksSchema.safeParse(marks.data.resource)
  if (!resource.success) return malformed(`The finding's resource cannot be read: ${firstIssue(resource.error)}.`)
  if (hasContent(resource.data?.accessKeyDetails)) return undefined
  const type = resource.data?.resourceType
  const about = type ? ` It is about a resource of type ${quoteText(type)}.` : ''
  return notOurs(
    `The finding carries no credentials (resource.accessKeyDetails), so it accuses no IAM principal.${about}`,
  )
}

/** SDK models print the details that a finding does not have as an object of nulls. */
function hasContent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== null
  return Object.values(value).some((field) => field !== undefined && field !== null)
}

/** Path and rule of what is wrong first; zod's messages name types and limits, never the value. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'unknown reason'
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`
}
