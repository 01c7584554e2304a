import { globalRegion } from '../account/account.js'
import { randomUuid } from '../account/identifiers.js'
import type { Caller } from '../account/sessions.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { CallContext, Reply } from './call.js'
import { isDataEvent } from './event-names.js'
import { lowerFirst } from './operation.js'

/** Writes the CloudTrail record of a call (cloudtrail-event-reference-record-contents, event version 1.09). */
export function recordCall(context: CallContext, reply: Reply, readOnly: boolean): void {
  const { account } = context
  const visibleAtMs = account.now().getTime() + account.settings.cloudTrailLagMs
  account.trail.add(trailRecord(context, reply, readOnly), visibleAtMs)
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
  }
}

/** Real records of denied IAM, STS and JSON calls have null here; those of EC2 and S3 have the parameters. */
function requestParameters({ call }: CallContext, reply: Reply): JsonObject | null {
  const isHidden = !reply.ok && reply.error.denied === true
  if (isHidden || Object.keys(call.parameters).length === 0) return null
  return call.service === 's3' ? call.parameters : lowerKeys(call.parameters)
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
  if (caller.kind === 'user') {
    const { user, key } = caller
    const identity = { type: 'IAMUser', principalId: user.userId, arn: user.arn, accountId }
    return { ...identity, accessKeyId: key.id, userName: user.name }
  }
  const { session, role } = caller
  return {
    type: 'AssumedRole',
    principalId: session.principalId,
    arn: session.arn,
    accountId,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: role.roleId, arn: role.arn, accountId, userName: role.name },
      attributes: { creationDate: seconds(session.issuedAt), mfaAuthenticated: 'false' },
      ...(session.sourceIdentity !== undefined && { sourceIdentity: session.sourceIdentity }),
    },
  }
}

/** CloudTrail and IAM give times in whole seconds. */
export function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
