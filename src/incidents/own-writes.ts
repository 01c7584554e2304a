import type { AuditRecord } from '../audit/record.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { incidentEventSchema } from '../domain/incident-event.js'
import { objectOf, operationOf, type Plan } from '../domain/plan.js'
import { assumedRoleOf, type PrincipalIdentity } from '../domain/principal-activity.js'
import type { CallerIdentity } from '../ports.js'

/** A change to IAM as CloudTrail and the record both name it: `PutRolePolicy`, on whom, and which policy or key. */
export interface NamedWrite {
  readonly operation: string
  readonly entityName: string
  readonly object: string
}

/** Everything that this program can ever send to change IAM. */
const operations = ['Put', 'Delete', 'Attach', 'Detach'].flatMap((verb) =>
  ['Role', 'User', 'Group'].map((type) => `${verb}${type}Policy`),
)

/** The changes to IAM that were let through, among everything that some caller did. */
export function writesIn(events: readonly CloudTrailEvent[]): (NamedWrite & { readonly event: CloudTrailEvent })[] {
  return events.flatMap((event) => {
    const { eventSource, eventName, errorCode, requestParameters } = event
    const isWrite = operations.includes(eventName) || eventName === 'UpdateAccessKey'
    if (eventSource !== 'iam.amazonaws.com' || !isWrite || errorCode !== undefined) return []
    const text = (key: string) => {
      const value = requestParameters?.[key]
      return typeof value === 'string' ? value : null
    }
    const entityName = text('roleName') ?? text('userName') ?? text('groupName') ?? '?'
    const object = text('policyName') ?? text('policyArn') ?? text('accessKeyId') ?? '?'
    return [{ operation: eventName, entityName, object, event }]
  })
}

/** Every plan that the record names, by digest: those that were replaced as well. */
export function plansNamedIn(records: readonly AuditRecord[]): string[] {
  const digests = records.flatMap(({ body: { detail } }) => {
    const isFields = detail !== null && typeof detail === 'object' && !Array.isArray(detail)
    const digest = isFields ? detail.planDigest : null
    return typeof digest === 'string' ? [digest] : []
  })
  return [...new Set(digests)]
}

/**
 * What an incident's record accounts for: every write that it reports, and every write of a plan that it ordered to be
 * carried out, for the answer to a write may have been lost. A plan that was only asked about accounts for nothing.
 */
export function recordedWrites(records: readonly AuditRecord[], plans: readonly Plan[]): NamedWrite[] {
  const ordered = new Set(records.flatMap(({ body }) => body.orders.map(({ kind }) => kind)))
  const carriedOut = plans.filter(({ kind }) =>
    kind === 'contain'
      ? ordered.has('putBlock') || ordered.has('reputBlock')
      : ordered.has('removeBlock') || ordered.has('revokeOlderSessions'),
  )
  const reported = records.flatMap(({ body }) => writesReported(body))
  const names = plans.map(({ entity }) => entity.name)
  return [
    ...carriedOut.flatMap(({ entity, writes }) =>
      writes.map((write) => ({
        operation: operationOf(entity.type, write),
        entityName: entity.name,
        object: objectOf(write),
      })),
    ),
    ...reported.flatMap(({ operation, object }) => names.map((entityName) => ({ operation, entityName, object }))),
  ]
}

function writesReported({ what, detail }: AuditRecord['body']) {
  const isFields = detail !== null && typeof detail === 'object' && !Array.isArray(detail)
  const parsed = incidentEventSchema.safeParse(isFields ? { ...detail, type: what } : { type: what })
  if (!parsed.success) return []
  return parsed.data.type === 'BLOCK_APPLIED' || parsed.data.type === 'BLOCK_REMOVED' ? parsed.data.writes : []
}

/** Names compare as IAM compares them: without regard to case. */
export function unaccounted<Write extends NamedWrite>(
  writes: readonly Write[],
  recorded: readonly NamedWrite[],
): Write[] {
  const known = new Set(recorded.map(keyOf))
  return writes.filter((write) => !known.has(keyOf(write)))
}

function keyOf({ operation, entityName, object }: NamedWrite): string {
  return `${operation} ${entityName} ${object}`.toLowerCase()
}

const iamArn = /^arn:[^:]+:iam::(\d{12}):(role|user)\/(?:.*\/)?([^/]+)$/

/**
 * Who we are, as an activity query names it; null for what has no calls of its own (root, a federated user). The ARN of an
 * assumed role has lost the role's path, so that the unique id tells whose a call is, where there is one.
 */
export function identityOfCaller({ arn, accountId, userId }: CallerIdentity): PrincipalIdentity | null {
  const id = userId.split(':', 1)[0] ?? ''
  const uniqueId = /^(AROA|AIDA)/.test(id) ? id : null
  const role = assumedRoleOf(arn)
  if (role !== null) {
    const roleArn = `${arn.split(':', 2).join(':')}:iam::${accountId}:role/${role.roleName}`
    return { type: 'role', arn: roleArn, name: role.roleName, accountId: role.accountId, uniqueId }
  }
  const [, owner, type, name] = iamArn.exec(arn) ?? []
  if (owner === undefined || name === undefined) return null
  return { type: type === 'role' ? 'role' : 'user', arn, name, accountId: owner, uniqueId }
}
