import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../account/account.js'
import { type Caller, callerArn } from '../account/callers.js'
import { randomUuid } from '../account/identifiers.js'
import type { BeforeCall } from '../before-call.js'
import { type Fault, type Faults, isLatency } from '../faults.js'
import { waitForMessages } from '../operations/sqs/long-poll.js'
import { type Failure, failure } from '../pipeline/aws-error.js'
import type { Call, Reply } from '../pipeline/call.js'
import { execute, logCall } from '../pipeline/execute.js'
import { answerCreateSession } from './answer-create-session.js'
import { authenticate, authenticationFailure } from './authenticate.js'
import { familyOfRequest, recognise } from './recognise.js'
import { respond, type WireResponse } from './respond.js'
import type { ShownClock } from './shown-clock.js'
import { type Authorization, parseAuthorization } from './signature.js'
import type { WireRequest } from './wire-request.js'
import { isCertificateSigned } from './x509-signature.js'

/** `reset`: the connection is to be cut without an answer. */
export type Answered = { response: WireResponse | 'reset'; summary: string }

/** What a request meets on its way in. */
export type Entrance = { account: Account; faults: Faults; clock: ShownClock; beforeCall?: BeforeCall }

/** One signed request from the outside: who, what, the faults that befall it, and the pipeline. */
export async function answerCall(entrance: Entrance, request: WireRequest): Promise<Answered> {
  const { account, faults, clock } = entrance
  const requestId = randomUuid(account.random)
  if (isCertificateSigned(request)) return answerCreateSession(entrance, request, requestId)
  const authorization = parseAuthorization(request.headers.get('authorization'))
  if (authorization === undefined) return unsigned(account, request, requestId)
  const call = callOf(account, request, authorization, requestId)
  if (!call.ok) return answered(request, call.call, undefined, call)
  await entrance.beforeCall?.({ ...call.call, accountId: account.accountId })
  const authenticated = authenticate(account, clock, request, authorization, call.call.family)
  if (!authenticated.ok) {
    logCall(account, undefined, call.call, authenticated.error.code, null)
    return answered(request, call.call, undefined, authenticated)
  }
  return executeWithFaults(account, faults, request, authenticated.caller, call.call)
}

async function executeWithFaults(
  account: Account,
  faults: Faults,
  request: WireRequest,
  caller: Caller,
  call: Call,
): Promise<Answered> {
  const name = `${call.service}:${call.operation}`
  const before = await suffer(faults.take(name, 'before'))
  if (before !== undefined) {
    logCall(account, caller, call, null, faultName(before), false)
    return faulted(request, call, caller, before)
  }
  await waitForMessages(account, call)
  const reply = execute(account, caller, call)
  const after = await suffer(faults.take(name, 'after'))
  logCall(account, caller, call, reply.ok ? null : reply.error.code, after === undefined ? null : faultName(after))
  return after === undefined ? answered(request, call, caller, reply) : faulted(request, call, caller, after)
}

type FinalFault = Exclude<Fault, { latencyMs: number }>

/** Waits out the delays and returns what ends the call, if anything does. */
async function suffer(taken: Fault[]): Promise<FinalFault | undefined> {
  for (const fault of taken) {
    if (!isLatency(fault)) return fault
    await sleep(fault.latencyMs)
  }
  return undefined
}

function faultName(fault: FinalFault): string {
  return fault === 'reset' ? 'reset' : fault.code
}

function faulted(request: WireRequest, call: Call, caller: Caller, fault: FinalFault): Answered {
  if (fault === 'reset') return { response: 'reset', summary: summary(call, caller, 'reset (injected)') }
  return answered(request, call, caller, failure(fault))
}

function answered(request: WireRequest, call: Call, caller: Caller | undefined, reply: Reply): Answered {
  const response = respond({ ...call, method: request.method }, reply)
  return { response, summary: summary(call, caller, reply.ok ? 'ok' : reply.error.code) }
}

function summary(call: Call, caller: Caller | undefined, outcome: string): string {
  // A seeded session name is whatever a log had: no control characters into ours.
  const by = caller === undefined ? 'nobody' : callerArn(caller).replace(/[^ -~]/g, '?')
  return `${call.service}:${call.operation} by ${by}: ${outcome}`
}

/** Even an unreadable request is answered in the protocol of the service that it was signed for. */
function callOf(
  account: Account,
  request: WireRequest,
  { service, region }: Pick<Authorization, 'service' | 'region'>,
  requestId: string,
): { ok: true; call: Call } | (Failure & { call: Call }) {
  const recognised = recognise(request, service, account.partition)
  const call: Call = {
    requestId,
    service,
    family: familyOfRequest(request, service),
    operation: recognised.ok ? recognised.operation : 'Unknown',
    parameters: recognised.ok ? recognised.parameters : {},
    ...(recognised.ok && recognised.resource !== undefined && { resource: recognised.resource }),
    region,
    // X-Forwarded-For is what any client may claim: only the socket counts.
    sourceIp: request.remoteAddress,
    userAgent: request.headers.get('user-agent') ?? '',
    via: 'http',
  }
  return recognised.ok ? { ok: true, call } : { ...recognised, call }
}

/** Without a signature the service is unknown: the content tells at least the protocol. */
function unsigned(account: Account, request: WireRequest, requestId: string): Answered {
  const hasHeader = request.headers.has('authorization')
  const isForm = (request.headers.get('content-type') ?? '').includes('form')
  const isJson = request.headers.has('x-amz-target')
  const service = isJson ? 'unknown' : isForm || hasHeader ? 'iam' : 's3'
  const { call } = callOf(account, request, { service, region: account.region }, requestId)
  const refusal = authenticationFailure(call.family, hasHeader ? 'malformed' : 'missing')
  logCall(account, undefined, call, refusal.error.code, null)
  return answered(request, call, undefined, refusal)
}
