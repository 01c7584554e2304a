import type { Caller } from '../account/callers.js'
import { type Failure, failure } from './aws-error.js'
import type { Call } from './call.js'

/**
 * What credentials may not be used for, whatever the policies say: IAM refuses those of GetSessionToken without MFA, and
 * those of GetFederationToken unless they became a console session (STS API reference, GetSessionToken and
 * GetFederationToken). And a deleted key, in the seconds that it still works, makes no new one: the one window of
 * IAM's eventual consistency that AWS has closed (hackingthe.cloud, iam_persistence_eventual_consistency).
 */
export function credentialRefusal(
  caller: Caller,
  { service, operation }: Pick<Call, 'service' | 'operation'>,
): Failure | undefined {
  if (service !== 'iam' || (mayCallIam(caller) && !isDeletedKeyMinting(caller, operation))) return undefined
  const message = 'The security token included in the request is invalid.'
  return failure({ code: 'InvalidClientTokenId', status: 403, message })
}

function isDeletedKeyMinting(caller: Caller, operation: string): boolean {
  return caller.kind === 'user' && caller.key.isDeleted && operation === 'CreateAccessKey'
}

function mayCallIam(caller: Caller): boolean {
  if (caller.kind === 'userSession') return false
  return caller.kind !== 'federated' || caller.session.isConsole
}
