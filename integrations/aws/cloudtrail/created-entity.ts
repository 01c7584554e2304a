import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { CloudTrailRecord } from './record-schema.js'
import { presentFields, textOf } from './record-values.js'

/**
 * The user, role or long-term key that the call made; nothing where it failed. What the answer says counts; where it was
 * cut off, what was asked for. A key made without a user name is the caller's own.
 */
export function createdIn(record: CloudTrailRecord): CloudTrailEvent['created'] {
  const { eventSource, errorCode, requestParameters, responseElements, userIdentity } = record
  if (eventSource !== 'iam.amazonaws.com' || errorCode !== undefined) return undefined
  switch (record.eventName) {
    case 'CreateUser':
      return named('user', responseElements?.user?.userName ?? textOf(requestParameters?.userName))
    case 'CreateRole':
      return named('role', responseElements?.role?.roleName ?? textOf(requestParameters?.roleName))
    case 'CreateAccessKey': {
      const { accessKeyId, userName = textOf(requestParameters?.userName) } = responseElements?.accessKey ?? {}
      const owner = userName ?? userIdentity?.userName
      return accessKeyId === undefined
        ? undefined
        : { kind: 'accessKey', name: accessKeyId, accessKeyId, ...presentFields({ userName: owner }) }
    }
    default:
      return undefined
  }
}

function named(kind: 'user' | 'role', name: string | undefined): CloudTrailEvent['created'] {
  return name === undefined ? undefined : { kind, name }
}
