import { quoteText } from '../../../src/domain/quote-text.js'
import { type FindingParse, malformed, notOurs, type RefusedFinding } from '../finding-source.js'
import { firstIssue } from '../shared/first-issue.js'
import { fieldsOf } from '../shared/values-at.js'
import {
  attackSequenceSchema,
  envelopeSchema,
  findingMarksSchema,
  type GuardDutyFinding,
  guardDutyFindingSchema,
  resourceMarksSchema,
} from './guardduty-schema.js'
import { isSample } from './is-sample.js'
import { sequenceClues } from './sequence-clues.js'
import { toFinding } from './to-finding.js'

interface Located {
  readonly detail: unknown
  readonly envelope?: { readonly source?: string | undefined; readonly region?: string | undefined }
}

/**
 * One GuardDuty finding from an EventBridge event, or bare; keys in camelCase or PascalCase. Ours are findings that carry
 * credentials (`accessKeyDetails`), whatever the resource (S3 findings do too), and attack sequences that name a user: one
 * principal where all that they name is one, else unresolved with the reason. Others, archived live findings (an archived
 * sample stays a sample) and unserved partitions are `notOurs`.
 *
 * `trusted` is true: the HTTP layer has authenticated the sender. Never throws; limits of size and depth are the server's.
 */
export function parseGuardDuty(payload: unknown): FindingParse {
  const located = locate(payload)
  if ('accepted' in located) return located
  const told = whatItIs(located)
  if (typeof told === 'object') return told
  return told === 'sequence' ? parseSequence(located) : parseCredentials(located)
}

function parseCredentials(located: Located): FindingParse {
  const parsed = guardDutyFindingSchema.safeParse(located.detail)
  if (!parsed.success) return malformed(`The GuardDuty finding cannot be read: ${firstIssue(parsed.error)}.`)
  const { accessKeyDetails } = parsed.data.resource
  const sample = isSample(parsed.data, [accessKeyDetails])
  if (isArchived(parsed.data, sample)) return archived
  const text = (value: string | null | undefined) => value ?? undefined
  return toFinding(parsed.data, {
    sample,
    envelopeRegion: located.envelope?.region,
    // GuardDuty gives no principal ARN: type and name, unique id with session, and access key are all there is.
    accused: (scope) => [
      {
        ...scope,
        arns: [],
        accessKeyId: text(accessKeyDetails.accessKeyId),
        principalId: text(accessKeyDetails.principalId),
        userType: text(accessKeyDetails.userType),
        userName: text(accessKeyDetails.userName),
      },
    ],
  })
}

function parseSequence(located: Located): FindingParse {
  const parsed = attackSequenceSchema.safeParse(located.detail)
  if (!parsed.success) return malformed(`The attack sequence cannot be read: ${firstIssue(parsed.error)}.`)
  const { sequence } = parsed.data.service.detection
  const named = sequenceClues(sequence, { partition: 'aws', accountId: parsed.data.accountId })
  if (named.length === 0) {
    return notOurs('The attack sequence names no user and no credentials, so it accuses no IAM principal.')
  }
  const sample = isSample(parsed.data, named)
  if (isArchived(parsed.data, sample)) return archived
  return toFinding(parsed.data, {
    sample,
    envelopeRegion: located.envelope?.region,
    accused: (scope) => sequenceClues(sequence, scope),
  })
}

const archived = notOurs('The finding is archived: somebody, or a suppression rule, has put it aside in GuardDuty.')

function isArchived({ service }: GuardDutyFinding, sample: boolean): boolean {
  return service?.archived === true && !sample
}

function locate(payload: unknown): Located | RefusedFinding {
  if (Array.isArray(payload)) return malformed('The payload is a list: send the findings one by one.')
  if (typeof payload !== 'object' || payload === null) return malformed('The payload is not a JSON object.')
  return fieldsOf(payload).has('detail') ? unwrapEnvelope(payload) : { detail: payload }
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

function whatItIs({ detail, envelope }: Located): 'credentials' | 'sequence' | RefusedFinding {
  const marks = findingMarksSchema.safeParse(detail)
  if (!marks.success) return malformed(`The finding cannot be read: ${firstIssue(marks.error)}.`)
  const { arn, service } = marks.data
  const fromGuardDuty = envelope?.source !== undefined || service?.serviceName === 'guardduty'
  if (!fromGuardDuty && !/^arn:[\w-]+:guardduty:/.test(arn ?? '')) {
    return notOurs('This is not a GuardDuty finding: neither an event source, its ARN nor service.serviceName says so.')
  }
  const resource = resourceMarksSchema.safeParse(marks.data.resource)
  if (!resource.success) return malformed(`The finding's resource cannot be read: ${firstIssue(resource.error)}.`)
  if (hasContent(resource.data?.accessKeyDetails)) return 'credentials'
  const type = resource.data?.resourceType
  if (type === 'AttackSequence') return 'sequence'
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
