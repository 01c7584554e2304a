import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { fieldsOf, type JsonObject, textOf } from './record-values.js'

type Created = CloudTrailEvent['created']

/**
 * The user, role or long-term key that a successful call to IAM made. What the answer says counts; where it was cut off,
 * what was asked for. A key made without a user name is the caller's own.
 */
export function createdIn(
  eventName: string,
  request: JsonObject | undefined,
  response: JsonObject | undefined,
  callerName: string | undefined,
): Created {
  switch (eventName) {
    case 'CreateUser':
      return named('user', textOf(fieldsOf(response?.user)?.userName) ?? textOf(request?.userName))
    case 'CreateRole':
      return named('role', textOf(fieldsOf(response?.role)?.roleName) ?? textOf(request?.roleName))
    case 'CreateAccessKey': {
      const key = fieldsOf(response?.accessKey)
      const accessKeyId = textOf(key?.accessKeyId)
      const userName = textOf(key?.userName) ?? textOf(request?.userName) ?? callerName
      return accessKeyId === undefined
        ? undefined
        : { kind: 'accessKey', name: accessKeyId, accessKeyId, ...(userName === undefined ? {} : { userName }) }
    }
    default:
      return undefined
  }
}

function named(kind: 'user' | 'role', name: string | undefined): Created {
  return name === undefined ? undefined : { kind, name }
}
