import type { Account } from '../account/account.js'
import { createSession, sessionRequestSchema } from '../operations/rolesanywhere/create-session.js'
import { failure } from '../pipeline/aws-error.js'
import type { Reply } from '../pipeline/call.js'
import type { Answered, Entrance } from './answer-call.js'
import { respond } from './respond.js'
import { signedAt } from './signature.js'
import type { WireRequest } from './wire-request.js'
import { readCertificateSignature } from './x509-signature.js'

const to = { family: 'rest-json', service: 'rolesanywhere', operation: 'CreateSession' } as const

/**
 * Roles Anywhere's CreateSession, the one call that a certificate signs. What cannot be authenticated leaves no record, as with
 * access keys; what a trust anchor, a profile or a role refuses does.
 */
export async function answerCreateSession(
  { account: home, clock, beforeCall }: Entrance,
  request: WireRequest,
  requestId: string,
): Promise<Answered> {
  const asked = askedOf(request)
  const account = accountOf(home, asked)
  await beforeCall?.({ service: to.service, operation: to.operation, via: 'http', accountId: account.accountId })
  const reply = replyTo({ account, clock }, request, asked, requestId)
  const error = reply.ok ? null : reply.error.code
  const [at, operation] = [account.now().toISOString(), 'rolesanywhere:CreateSession']
  account.calls.add({
    at,
    requestId,
    operation,
    caller: null,
    accessKeyId: null,
    via: 'http',
    parameters: {},
    error,
    fault: null,
  })
  return {
    response: respond({ ...to, requestId, method: request.method }, reply),
    summary: `rolesanywhere:CreateSession by a certificate: ${error ?? 'ok'}`,
  }
}

type Asked = ReturnType<typeof askedOf>

function askedOf({ method, path, body, query }: WireRequest) {
  if (method !== 'POST' || path !== '/sessions') return undefined
  const inQuery = Object.fromEntries(query)
  try {
    const inBody: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
    const parsed = sessionRequestSchema.safeParse({ ...inQuery, ...(typeof inBody === 'object' ? inBody : {}) })
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function accountOf(home: Account, asked: Asked): Account {
  return home.accounts.get(asked?.profileArn.split(':')[4] ?? '') ?? home
}

function replyTo(
  { account, clock }: Pick<Entrance, 'account' | 'clock'>,
  request: WireRequest,
  asked: Asked,
  requestId: string,
): Reply {
  if (asked === undefined) {
    return failure({ code: 'ValidationException', status: 400, message: 'Input to CreateSession is not valid.' })
  }
  const signed = readCertificateSignature(request)
  if (!signed.ok) return failure({ code: 'AccessDeniedException', status: 403, message: signed.message })
  clock.show(account.now())
  const at = signedAt(request)
  if (at === undefined || !clock.isFresh(at)) {
    return failure({ code: 'AccessDeniedException', status: 403, message: 'Signature expired' })
  }
  const { certificate, region } = signed
  const from = {
    requestId,
    region,
    sourceIp: request.remoteAddress,
    userAgent: request.headers.get('user-agent') ?? '',
  }
  return createSession(account, { ...from, certificate, asked })
}
