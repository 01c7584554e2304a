import type { Account } from '../account/account.js'
import { type Caller, callerAccessKeyId, callerArn, noteUse } from '../account/callers.js'
import { findOperation } from '../operations/catalogue.js'
import { throttled } from '../throttling.js'
import { authorize, globalConditions } from './authorize.js'
import { type Failure, failure } from './aws-error.js'
import { type Call, type CallContext, done, type Reply } from './call.js'
import { credentialRefusal } from './credential-refusal.js'
import { actionOf, isReadOnly } from './event-names.js'
import type { Operation, Prepared } from './operation.js'
import { publicParameters, recordCall } from './record.js'

/** The one way into the account: authorize, execute, record. HTTP requests and in-process actors both take it. */
export function execute(account: Account, caller: Caller, call: Call): Reply {
  const context = { account, caller, call }
  const unusable = credentialRefusal(caller, call)
  // Like every call with a token that is not good for it, this one leaves no record.
  if (unusable !== undefined) return unusable
  noteUse(account, caller, call)
  const operation = findOperation(call.service, call.operation)
  const isRead = operation?.readOnly ?? isReadOnly(call.operation)
  const reply = throttled(account, call, isRead) ?? run(context, operation)
  recordCall(context, reply, isRead)
  return reply
}

function run(context: CallContext, operation: Operation | undefined): Reply {
  if (operation === undefined) return runGeneric(context)
  return runPrepared(context, operation.prepare(context.account, context.call.parameters))
}

function runPrepared(context: CallContext, prepared: Prepared | Failure): Reply {
  if (!prepared.ok) return prepared
  return authorizePrepared(context, prepared) ?? prepared.run(context)
}

function authorizePrepared(context: CallContext, { authorization, resource, conditions }: Prepared) {
  if (authorization === 'never') return undefined
  if (authorization !== 'policies') return authorization(context)
  const { service, operation } = context.call
  const action = actionOf(service, operation)
  return authorize(context, { action, resource, context: { ...globalConditions(context), ...conditions } })?.failure
}

/**
 * A call that nothing here implements is authorized and recorded all the same, so that a blocked principal is seen to
 * be blocked whatever it tries. IAM and STS say that it is missing; other services answer an empty success.
 */
function runGeneric(context: CallContext): Reply {
  const { service, operation, resource } = context.call
  const action = actionOf(service, operation)
  const denied = authorize(context, { action, resource: resource ?? '*', context: globalConditions(context) })
  if (denied !== undefined) return denied.failure
  if (service !== 'iam' && service !== 'sts') return done
  return failure({ code: 'InvalidAction', status: 400, message: `The simulated account does not implement ${action}.` })
}

/**
 * Adds a call to the account's call log. `error` is what the account answered, `fault` what the caller saw instead; not `reached`:
 * the fault came before, and the call had no effect.
 */
export function logCall(
  account: Account,
  caller: Caller | undefined,
  call: Call,
  error: string | null,
  fault: string | null,
  reached = true,
): void {
  account.calls.add({
    at: account.now().toISOString(),
    requestId: call.requestId,
    operation: `${call.service}:${call.operation}`,
    caller: caller === undefined ? null : callerArn(caller),
    accessKeyId: caller === undefined ? null : callerAccessKeyId(caller),
    via: call.via,
    parameters: publicParameters(call),
    error,
    fault,
    ...(reached ? {} : { prevented: true }),
  })
}
