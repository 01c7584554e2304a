import { type Account, findGroup, findRole, findUser } from '../account/account.js'
import type { LoggedCall } from '../account/call-log.js'
import type { PolicyHolder } from '../account/entities.js'
import type { JsonObject } from '../json.js'
import { anywhereOf } from '../operations/rolesanywhere/anywhere-state.js'

/** What an attacker made to come back by, or what it destroyed or took. */
export type Foothold = {
  readonly kind: 'persistence' | 'damage'
  /** For people, and the same for the same thing: `user svc-backup`. */
  readonly what: string
  /** It is still there, or still so. */
  readonly standing: boolean
}

/** Of a call that was carried out; null: it leaves nothing behind, or it was not carried out. */
export function footholdOf(account: Account, call: LoggedCall): Foothold | null {
  if (call.error !== null) return null
  const [service = '', operation = ''] = call.operation.split(':')
  switch (service) {
    case 'iam':
      return ofIdentities(account, operation, call) ?? ofPolicies(account, operation, call.parameters)
    case 'rolesanywhere':
      return ofRolesAnywhere(account, operation, call.parameters)
    case 'cloudtrail':
      return ofTrails(account, operation, call.parameters)
    case 's3':
      return operation === 'GetObject' ? damage(`objects of ${text(call.parameters.bucketName)}`, true) : null
    default:
      return null
  }
}

function ofIdentities(account: Account, operation: string, { parameters, at }: LoggedCall): Foothold | null {
  const [user, role, group] = [text(parameters.UserName), text(parameters.RoleName), text(parameters.GroupName)]
  switch (operation) {
    case 'CreateUser':
      return persistence(`user ${user}`, findUser(account, user) !== undefined)
    case 'CreateRole':
      return persistence(`role ${role}`, findRole(account, role) !== undefined)
    case 'CreateAccessKey': {
      const keys = findUser(account, user)?.accessKeys ?? []
      const isActive = keys.some(({ status, createDate }) => status === 'Active' && isSince(createDate, at))
      return persistence(`access key of ${user}`, isActive)
    }
    case 'CreateLoginProfile':
      return persistence(`console password of ${user}`, findUser(account, user)?.loginProfile !== undefined)
    case 'UpdateAssumeRolePolicy': {
      const isAsWritten = findRole(account, role)?.trustPolicy === parameters.PolicyDocument
      return persistence(`trust policy of ${role}`, isAsWritten)
    }
    case 'AddUserToGroup':
      return persistence(`user ${user} in group ${group}`, isMember(account, user, group))
    case 'RemoveUserFromGroup':
      return damage(`user ${user} taken out of group ${group}`, !isMember(account, user, group))
    default:
      return null
  }
}

function isMember(account: Account, userName: string, groupName: string): boolean {
  const user = findUser(account, userName)
  return user !== undefined && findGroup(account, groupName)?.members.has(user) === true
}

/** What the account writes down of times are whole seconds. */
function isSince(date: Date, iso: string): boolean {
  return Math.floor(date.getTime() / 1000) >= Math.floor(Date.parse(iso) / 1000)
}

const onPolicies = /^(Put|Attach|Delete|Detach)(Role|User|Group)Policy$/

function ofPolicies(account: Account, operation: string, parameters: JsonObject): Foothold | null {
  if (operation === 'CreatePolicyVersion') return ofPolicyVersion(account, parameters)
  const [, verb, kind = ''] = onPolicies.exec(operation) ?? []
  if (verb === undefined) return null
  const holder = text(parameters[`${kind}Name`])
  const [name, arn] = [text(parameters.PolicyName), text(parameters.PolicyArn)]
  const isInline = verb === 'Put' || verb === 'Delete'
  const what = `policy ${isInline ? name : arn.split('/').at(-1)} of ${holder}`
  const held = policyHolder(account, kind, holder)
  const isThere = isInline ? held?.inlinePolicies.has(name) : held?.attachedPolicies.has(arn)
  if (verb === 'Put' || verb === 'Attach') return persistence(what, isThere === true)
  return damage(`${what} taken away`, isThere !== true)
}

/** It counts while it is the default one. */
function ofPolicyVersion(account: Account, { PolicyArn, PolicyDocument }: JsonObject): Foothold {
  const policy = account.managedPolicies.get(text(PolicyArn))
  return persistence(`version of policy ${policy?.name}`, policy?.document === PolicyDocument)
}

function policyHolder(account: Account, kind: string, name: string): PolicyHolder | undefined {
  if (kind === 'Role') return findRole(account, name)
  return kind === 'User' ? findUser(account, name) : findGroup(account, name)
}

function ofRolesAnywhere(account: Account, operation: string, parameters: JsonObject): Foothold | null {
  const name = text(parameters.name)
  const { profiles, trustAnchors } = anywhereOf(account)
  const isOn = (things: ReadonlyMap<string, { name: string; enabled: boolean }>) =>
    [...things.values()].some((thing) => thing.name === name && thing.enabled)
  if (operation === 'CreateTrustAnchor') return persistence(`trust anchor ${name}`, isOn(trustAnchors))
  return operation === 'CreateProfile' ? persistence(`profile ${name}`, isOn(profiles)) : null
}

function ofTrails(account: Account, operation: string, parameters: JsonObject): Foothold | null {
  const given = text(parameters.Name ?? parameters.TrailName)
  const name = given.split(':trail/').at(-1) ?? given
  const trail = account.configuredTrails.get(name)
  switch (operation) {
    case 'StopLogging':
      return damage(`trail ${name} stopped`, trail?.isLogging !== true)
    case 'DeleteTrail':
      return damage(`trail ${name} deleted`, trail === undefined)
    case 'UpdateTrail': {
      const bucket = text(parameters.S3BucketName)
      return bucket === '' ? null : damage(`trail ${name} diverted to ${bucket}`, trail?.s3BucketName === bucket)
    }
    case 'PutEventSelectors': {
      const isAsWritten = JSON.stringify(trail?.eventSelectors) === JSON.stringify(parameters.EventSelectors)
      return damage(`event selectors of ${name}`, isAsWritten)
    }
    default:
      return null
  }
}

function persistence(what: string, standing: boolean): Foothold {
  return { kind: 'persistence', what, standing }
}

function damage(what: string, standing: boolean): Foothold {
  return { kind: 'damage', what, standing }
}

function text(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : ''
}
