import { type Account, findRole, globalRegion } from './account/account.js'
import { type Caller, lookUpCaller } from './account/callers.js'
import type { Role } from './account/entities.js'
import { randomUuid } from './account/identifiers.js'
import { issueSession } from './account/sessions.js'
import type { JsonObject } from './json.js'
import { failure } from './pipeline/aws-error.js'
import type { Call, Reply } from './pipeline/call.js'
import { execute, logCall } from './pipeline/execute.js'
import { familyOf } from './pipeline/service-family.js'

/** A call as an actor makes it: the service's signing name, the operation, and parameters as the SDK takes them. */
export type ActorCall = {
  service: string
  /** The operation's name, as CloudTrail has it: ListBuckets (not s3:ListAllMyBuckets). */
  action: string
  /** ARN of what is touched, for calls that the account does not implement. Default: all. */
  resource?: string
  parameters?: JsonObject
  region?: string
}

export type ActorOptions = { account: Account; sourceIp: string; userAgent: string } & (
  | {
      roleName: string
      sessionName: string
      /** A session that exists already (of the seed); absent: a new one. */
      accessKeyId?: string
    }
  /** Whoever holds this key: a user, or any session. */
  | { accessKeyId: string; roleName?: never }
)

export type Actor = {
  readonly accessKeyId: string
  /** Makes one call. Once its session has expired or its role is gone, the answer is the refusal that AWS gives. */
  call(call: ActorCall): Reply
}

/**
 * A principal inside the process: its calls take the same way through authorization, execution and recording as those
 * that come by HTTP, without the wire and its injected faults, and they are synchronous. Throws where there is no such
 * role.
 */
export function createActor(options: ActorOptions): Actor {
  const accessKeyId = accessKeyOf(options)
  return { accessKeyId, call: (call) => actorCall(options, accessKeyId, call) }
}

function accessKeyOf(options: ActorOptions): string {
  if (options.roleName === undefined) return options.accessKeyId
  const role = findRole(options.account, options.roleName)
  if (role === undefined) throw new Error(`The simulated account has no role ${options.roleName}.`)
  return options.accessKeyId ?? issueFor(options.account, role, options.sessionName)
}

function issueFor(account: Account, role: Role, sessionName: string): string {
  return issueSession(account, { role, sessionName, durationSeconds: role.maxSessionDurationSeconds }).accessKeyId
}

function actorCall({ account, sourceIp, userAgent }: ActorOptions, accessKeyId: string, request: ActorCall): Reply {
  const call: Call = {
    requestId: randomUuid(account.random),
    service: request.service,
    family: familyOf(request.service),
    operation: request.action,
    parameters: request.parameters ?? {},
    ...(request.resource !== undefined && { resource: request.resource }),
    region: request.region ?? (request.service === 'iam' ? globalRegion(account) : account.region),
    sourceIp,
    userAgent,
    via: 'actor',
  }
  const found = lookUpCaller(account, accessKeyId)
  const caller: Caller | undefined = found.ok ? found.caller : undefined
  const reply = caller === undefined ? invalidToken() : execute(account, caller, call)
  logCall(account, caller, call, reply.ok ? null : reply.error.code, null)
  return reply
}

function invalidToken(): Reply {
  return failure({
    code: 'InvalidClientTokenId',
    status: 403,
    message: 'The security token included in the request is invalid.',
  })
}

export type StartedActor = Actor & { stop(): void }

/**
 * Starts an actor that makes `calls` one after the other, from the beginning again at the end, one every `everyMs`,
 * the first at once. It goes on when it is denied, as an intruder does, and does not keep the process alive.
 */
export function startActor(options: ActorOptions & { calls: ActorCall[]; everyMs: number }): StartedActor {
  const actor = createActor(options)
  let next = 0
  const step = () => {
    const call = options.calls[next % options.calls.length]
    next += 1
    if (call !== undefined) actor.call(call)
  }
  step()
  const timer = setInterval(step, options.everyMs)
  timer.unref()
  return { ...actor, stop: () => clearInterval(timer) }
}
