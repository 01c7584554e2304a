import { assertNever } from '../assert-never.js'
import type { ServiceFamily } from './service-family.js'

/** An error as AWS answers it: the code on the wire, the HTTP status and the sentence. */
export type AwsError = {
  readonly code: string
  readonly status: number
  readonly message: string
  /** The code in CloudTrail, where it is another one than on the wire. */
  readonly recordedCode?: string
  /** The caller lacks permission: CloudTrail leaves the request's parameters out. */
  readonly denied?: true
}

export type Failure = { readonly ok: false; readonly error: AwsError }

export function failure(error: AwsError): Failure {
  return { ok: false, error }
}

/** An error that the IAM model names: CloudTrail has the exception's name, the wire its short code. */
function modelled(code: string, status: number, message: string): Failure {
  return failure({ code, status, message, recordedCode: `${code}Exception` })
}

export const noSuchEntity = (message: string) => modelled('NoSuchEntity', 404, message)
export const entityAlreadyExists = (message: string) => modelled('EntityAlreadyExists', 409, message)
export const limitExceeded = (message: string) => modelled('LimitExceeded', 409, message)
export const deleteConflict = (message: string) => modelled('DeleteConflict', 409, message)
export const malformedPolicyDocument = (message: string) => modelled('MalformedPolicyDocument', 400, message)
export const invalidInput = (message: string) => modelled('InvalidInput', 400, message)

export function unmodifiableEntity(roleName: string): Failure {
  const reason = 'this role is only modifiable by AWS'
  return modelled(
    'UnmodifiableEntity',
    400,
    `Cannot perform the operation on the protected role '${roleName}' - ${reason}`,
  )
}

export function validationError(message: string): Failure {
  return failure({ code: 'ValidationError', status: 400, message, recordedCode: 'ValidationException' })
}

/** Missing permission, in the code of the service: EC2's differs on the wire and in CloudTrail, JSON services' likewise. */
export function accessDenied(family: ServiceFamily, message: string): Failure {
  switch (family) {
    case 'ec2':
      return failure({
        code: 'UnauthorizedOperation',
        status: 403,
        message: `You are not authorized to perform this operation. ${message}`,
        recordedCode: 'Client.UnauthorizedOperation',
      })
    case 'json':
    case 'rest-json': {
      const status = family === 'json' ? 400 : 403
      return failure({ code: 'AccessDeniedException', status, message, recordedCode: 'AccessDenied', denied: true })
    }
    case 's3':
      return failure({ code: 'AccessDenied', status: 403, message })
    case 'query':
      return failure({ code: 'AccessDenied', status: 403, message, denied: true })
    default:
      return assertNever(family)
  }
}
