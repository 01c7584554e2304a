import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { type IamEntityType, iamEntity } from '../domain/principal.js'
import { isActivityOf } from '../domain/principal-activity.js'
import type { TamperingAct } from '../domain/verdict.js'
import { actorOf, isByOneOf, parameterOf } from './actors.js'
import type { AppliedBlock } from './applied-block.js'
import { lineageIn } from './lineage.js'
import { isQuarantine } from './other-denials.js'
import { firstTurnedOffAt, isActAgainstProfile } from './profile-tampering.js'

/** Acts on the entity that matter whatever their parameters. Reported without a guess at intent: IaC tools do them too. */
const actsOn: Readonly<Record<IamEntityType, readonly string[]>> = {
  role: [
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'DeleteRole',
    'CreateRole',
  ],
  user: [
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutUserPermissionsBoundary',
    'DeleteUserPermissionsBoundary',
    'AddUserToGroup',
    'RemoveUserFromGroup',
    'CreateAccessKey',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'CreateServiceSpecificCredential',
    'UploadSSHPublicKey',
    'UploadSigningCertificate',
    'UpdateUser',
    'DeleteUser',
    'CreateUser',
  ],
  group: [
    'AttachGroupPolicy',
    'DetachGroupPolicy',
    'AddUserToGroup',
    'RemoveUserFromGroup',
    'UpdateGroup',
    'DeleteGroup',
    'CreateGroup',
  ],
}

/** Acts on inline policies: only our own policy is ours to watch here; the others show as drift. */
const policyActs: Readonly<Record<IamEntityType, readonly string[]>> = {
  role: ['PutRolePolicy', 'DeleteRolePolicy'],
  user: ['PutUserPolicy', 'DeleteUserPolicy'],
  group: ['PutGroupPolicy', 'DeleteGroupPolicy'],
}

/** Acts that blind whoever verifies a block by what CloudTrail shows (ATT&CK T1562.008). */
export const trailActs: readonly string[] = ['StopLogging', 'DeleteTrail', 'PutEventSelectors', 'UpdateTrail']

/**
 * Acts against the block: our policies deleted or replaced, keys made or activated, the entity's attached policies, boundary,
 * trust, groups or password changed, the entity itself deleted or re-created, since the block was applied and by anyone but
 * us; and the trail stopped by the principal or its family, also shortly before. Failed attempts changed nothing.
 */
export function tamperingIn(events: readonly CloudTrailEvent[], block: AppliedBlock): TamperingAct[] {
  const belongs = lineageIn(events, block)
  const firstOff = block.plan.entity.type === 'rolesAnywhereProfile' ? firstTurnedOffAt(events, block) : null
  const since = firstOff ?? block.appliedAt
  return events
    .filter((event) => event.errorCode === undefined && !isByOneOf(event, block.ourArns))
    .filter((event) => concernsBlocked(event, block, since) || (isTrailAct(event) && belongs(event)))
    .map((event) => ({ what: describeAct(event, block), by: actorOf(event), at: event.eventTime }))
}

function isTrailAct({ eventSource, eventName }: CloudTrailEvent): boolean {
  return eventSource === 'cloudtrail.amazonaws.com' && trailActs.includes(eventName)
}

function concernsBlocked(event: CloudTrailEvent, block: AppliedBlock, since: string): boolean {
  const isProfile = block.plan.entity.type === 'rolesAnywhereProfile'
  if (!isProfile) return concernsEntity(event, block)
  return (
    isActAgainstProfile(event, block.plan, since) && !(turnsOn.includes(event.eventName) && isPassedOver(event, block))
  )
}

/** What of a profile's block is taken off by. */
const turnsOn = ['EnableProfile', 'EnableTrustAnchor']

/** A gap that a person knew when they had the block put again. */
function isPassedOver({ eventTime }: CloudTrailEvent, { gapsUpTo }: AppliedBlock): boolean {
  return gapsUpTo !== null && Date.parse(eventTime) < Date.parse(gapsUpTo)
}

function concernsEntity(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const entity = { ...block.plan.entity, ...iamEntity(block.plan.entity) }
  if (event.eventSource !== 'iam.amazonaws.com') return false
  if (event.accountId !== undefined && event.accountId !== entity.accountId) return false
  if (!isOnEntity(event, block)) return false
  if (isOnOwnPolicy(event, block)) return true
  if (Date.parse(event.eventTime) < Date.parse(block.appliedAt) || isAwsQuarantine(event)) return false
  if (actsOn[entity.type].includes(event.eventName)) return true
  const isKeyStatus = entity.type === 'user' && event.eventName === 'UpdateAccessKey'
  return isKeyStatus && parameterOf(event, 'status') === 'Active'
}

/**
 * A name with our containment in it was nobody's before, so an act on it counts whenever it was: after a re-put `appliedAt` is
 * later than the removal that made it necessary, and CloudTrail tells of that removal minutes later still. Only what a person
 * retried after counts no more.
 */
function isOnOwnPolicy(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const { plan, appliedAt } = block
  const { entity, writes, containmentId } = plan
  if (!policyActs[iamEntity(entity).type].includes(event.eventName) || isPassedOver(event, block)) return false
  const policyName = parameterOf(event, 'policyName')?.toLowerCase()
  const ours = writes.some((write) => write.kind === 'putPolicy' && write.policyName.toLowerCase() === policyName)
  return ours && (policyName?.includes(containmentId) || Date.parse(event.eventTime) >= Date.parse(appliedAt))
}

/** AWS attaches its quarantine to a user whose key it finds published: it denies more, and allows nothing. */
function isAwsQuarantine(event: CloudTrailEvent): boolean {
  return event.eventName === 'AttachUserPolicy' && isQuarantine(parameterOf(event, 'policyArn') ?? '')
}

/** IAM takes the caller for the user where a request about keys or passwords names none. */
function isOnEntity(event: CloudTrailEvent, { plan: { entity } }: AppliedBlock): boolean {
  const name = parameterOf(event, `${entity.type}Name`)
  if (name !== undefined) return name.toLowerCase() === entity.name.toLowerCase()
  return entity.type === 'user' && implicitUser.includes(event.eventName) && isActivityOf(event, entity)
}

const implicitUser = ['CreateAccessKey', 'UpdateAccessKey', 'CreateLoginProfile', 'CreateServiceSpecificCredential']

function describeAct(event: CloudTrailEvent, { plan: { entity } }: AppliedBlock): string {
  const names = [
    ...['policyName', 'policyArn', 'permissionsBoundary', 'accessKeyId', 'profileId', 'trustAnchorId', 'trailName'],
    'name',
  ]
  const other = entity.type === 'group' ? 'userName' : 'groupName'
  const object = [...names, other].map((name) => parameterOf(event, name)).find((value) => value !== undefined)
  return object === undefined ? event.eventName : `${event.eventName} ${object}`
}
