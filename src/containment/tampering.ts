import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { assumedRoleOf } from '../domain/role-activity.js'
import type { TamperingAct } from '../domain/verdict.js'
import type { AppliedBlock } from './observe.js'

/** Acts on the role that matter whatever their parameters. Reported without a guess at intent: IaC tools do them too. */
const roleActs = [
  'AttachRolePolicy',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
  'UpdateAssumeRolePolicy',
  'DeleteRole',
  'CreateRole',
]

/** Acts on inline policies: only our own policy is ours to watch here; the others show as drift. */
const policyActs = ['PutRolePolicy', 'DeleteRolePolicy']

/**
 * Acts against the block among events since it was applied: our policy deleted or replaced, the role's attached policies,
 * boundary or trust changed, the role deleted or re-created, by anyone but us. Failed attempts changed nothing.
 */
export function tamperingIn(events: readonly CloudTrailEvent[], block: AppliedBlock): TamperingAct[] {
  return events
    .filter((event) => event.eventSource === 'iam.amazonaws.com' && event.errorCode === undefined)
    .filter((event) => concernsBlock(event, block) && !isOurs(event, block.ourArns))
    .map((event) => ({ what: describeAct(event), by: actorOf(event), at: event.eventTime }))
}

function concernsBlock(event: CloudTrailEvent, { entity, policyName }: AppliedBlock): boolean {
  if (parameter(event, 'roleName')?.toLowerCase() !== entity.name.toLowerCase()) return false
  if (event.accountId !== undefined && event.accountId !== entity.accountId) return false
  if (roleActs.includes(event.eventName)) return true
  return policyActs.includes(event.eventName) && parameter(event, 'policyName') === policyName
}

function describeAct(event: CloudTrailEvent): string {
  const object =
    parameter(event, 'policyName') ?? parameter(event, 'policyArn') ?? parameter(event, 'permissionsBoundary')
  return object === undefined ? event.eventName : `${event.eventName} ${object}`
}

function actorOf({ actor }: CloudTrailEvent): string | null {
  return actor.arn ?? actor.issuerArn ?? actor.invokedBy ?? null
}

/** A session of ours has another name each time: its role decides. */
function isOurs({ actor }: CloudTrailEvent, ourArns: readonly string[]): boolean {
  const theirs = [actor.arn, actor.issuerArn].flatMap((arn) => (arn === undefined ? [] : [comparable(arn)]))
  const ours = ourArns.map(comparable)
  return theirs.some((arn) => ours.includes(arn))
}

/** `account/role name` of role and session ARNs (the latter have lost the path), any other ARN as it is. */
function comparable(arn: string): string {
  const session = assumedRoleOf(arn)
  if (session) return `${session.accountId}/${session.roleName}`.toLowerCase()
  const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn)
  return (role ? `${role[1]}/${role[2]}` : arn).toLowerCase()
}

function parameter(event: CloudTrailEvent, name: string): string | undefined {
  const value = event.requestParameters?.[name]
  return typeof value === 'string' ? value : undefined
}
