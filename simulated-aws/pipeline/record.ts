import { type Account, globalRegion } from '../account/account.js'
import { type Caller, callerAccessKeyId, callerArn, callerUserId } from '../account/callers.js'
import { randomUuid } from '../account/identifiers.js'
import { assertNever } from '../assert-never.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { Call, CallContext, Reply } from './call.js'
import { isDataEvent } from './event-names.js'
import { lowerFirst } from './operation.js'

/** Writes the CloudTrail record of a call (cloudtrail-event-reference-record-contents, event version 1.09). */
export function recordCall(context: CallContext, reply: Reply, readOnly: boolean): void {
  const record = trailRecord(context, reply, readOnly)
  const other = reply.ok ? reply.sharedWith : undefined
  if (other === undefined) {
    write(context.account, record)
    return
  }
  // Both accounts get the event, each with an id of its own, joined by this one. A refusal is the caller's account's alone.
  const sharedEventID = randomUuid(context.account.random)
  write(context.account, { ...record, sharedEventID })
  write(other, { ...record, ...seenFromOutside(context, other), sharedEventID })
}

function write(account: Account, record: JsonObject): void {
  account.trail.add(record, account.now().getTime() + account.settings.cloudTrailLagMs)
}

/** Of a caller from elsewhere an account learns the id and the account, and neither name nor key. */
function seenFromOutside({ account, caller }: CallContext, other: Account): JsonObject {
  return {
    userIdentity: { type: 'AWSAccount', principalId: callerUserId(caller), accountId: account.accountId },
    eventID: randomUuid(other.random),
    recipientAccountId: other.accountId,
  }
}

function trailRecord(context: CallContext, reply: Reply, readOnly: boolean): JsonObject {
  const { account, caller, call } = context
  const isData = isDataEvent(call.service, call.operation)
  return {
    eventVersion: '1.09',
    userIdentity: userIdentity(caller, account.accountId),
    eventTime: seconds(account.now()),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: call.service === 'iam' ? globalRegion(account) : call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent.slice(0, 1024),
    ...(!reply.ok && { errorCode: reply.error.recordedCode ?? reply.error.code, errorMessage: reply.error.message }),
    requestParameters: requestParameters(context, reply),
    responseElements: (reply.ok && reply.responseElements) || null,
    requestID: call.requestId,
    eventID: randomUuid(account.random),
    readOnly,
    ...(reply.ok && reply.resources && { resources: reply.resources }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    recipientAccountId: account.accountId,
    eventCategory: isData ? 'Data' : 'Management',
    ...(isConsole(caller) && { sessionCredentialFromConsole: 'true' }),
  }
}

/** Real records of denied IAM, STS and JSON calls have null here; those of EC2 and S3 have the parameters. */
function requestParameters({ call }: CallContext, reply: Reply): JsonObject | null {
  const parameters = publicParameters(call)
  const isHidden = !reply.ok && reply.error.denied === true
  if (isHidden || Object.keys(parameters).length === 0) return null
  return call.service === 's3' ? parameters : lowerKeys(typed(call, parameters))
}

const numbers = new Set(['DurationSeconds', 'MaxItems', 'MaxSessionDuration'])
const flags = new Set(['OnlyAttached', 'PasswordResetRequired'])

/** The Query protocol sends texts; a record has the numbers and flags of the IAM and STS models as such. */
function typed({ service }: Call, parameters: JsonObject): JsonObject {
  if (service !== 'iam' && service !== 'sts') return parameters
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typedValue(name, value)]))
}

function typedValue(name: string, value: Json): Json {
  if (numbers.has(name) && /^\d{1,9}$/.test(String(value))) return Number(value)
  return flags.has(name) && (value === 'true' || value === 'false') ? value === 'true' : value
}

/** A call's parameters without what no log may hold: CloudTrail leaves the passwords of login profiles out. */
export function publicParameters({ service, parameters }: Call): JsonObject {
  if (service === 'rolesanywhere') return withoutTags(parameters)
  if (service !== 'iam') return parameters
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !/Password$/.test(name)))
}

/** Records of Roles Anywhere do not show tags. */
function withoutTags(parameters: JsonObject): JsonObject {
  if (!Array.isArray(parameters.tags)) return parameters
  const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'
  return { ...parameters, tags: parameters.tags.map(() => ({ key: hidden, value: hidden })) }
}

/** CloudTrail writes the parameters in lower camel case. */
export function lowerKeys(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [lowerFirst(key), lowerValue(inner)]))
}

function lowerValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(lowerValue)
  return isJsonObject(value) ? lowerKeys(value) : value
}

function userIdentity(caller: Caller, accountId: string): JsonObject {
  const identity = {
    principalId: callerUserId(caller),
    arn: callerArn(caller),
    accountId,
    accessKeyId: callerAccessKeyId(caller),
  }
  switch (caller.kind) {
    case 'user':
      return { type: 'IAMUser', ...identity, userName: caller.user.name }
    case 'userSession': {
      const sessionContext = { attributes: sessionAttributes(caller.session) }
      return { type: 'IAMUser', ...identity, userName: caller.user.name, sessionContext }
    }
    case 'session':
      return { type: 'AssumedRole', ...identity, sessionContext: roleSessionContext(caller, accountId) }
    case 'federated': {
      const { user, session } = caller
      const sessionIssuer = { type: 'IAMUser', principalId: user.userId, arn: user.arn, accountId, userName: user.name }
      const sessionContext = { sessionIssuer, attributes: sessionAttributes(session) }
      return { type: 'FederatedUser', ...identity, sessionContext }
    }
    default:
      return assertNever(caller)
  }
}

function isConsole(caller: Caller): boolean {
  return caller.kind === 'federated' && caller.session.isConsole
}

function roleSessionContext({ role, session }: Extract<Caller, { kind: 'session' }>, accountId: string): JsonObject {
  return {
    sessionIssuer: { type: 'Role', principalId: role.roleId, arn: role.arn, accountId, userName: role.name },
    attributes: sessionAttributes(session),
    ...(session.sourceIdentity !== undefined && { sourceIdentity: session.sourceIdentity }),
  }
}

function sessionAttributes({ issuedAt }: { issuedAt: Date }): JsonObject {
  return { creationDate: seconds(issuedAt), mfaAuthenticated: 'false' }
}

/** CloudTrail and IAM give times in whole seconds. */
export function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
