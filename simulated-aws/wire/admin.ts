import { z } from 'zod'
import { describeAccount } from '../account/describe.js'
import { type Faults, faultRuleSchema } from '../faults.js'
import { homeOf, type Premises, premisesOf } from './premises.js'
import type { WireResponse } from './respond.js'
import { isLoopback, type WireRequest } from './wire-request.js'

const faultsBody = z.union([z.array(faultRuleSchema), faultRuleSchema.transform((rule) => [rule])])

/**
 * The control of the simulation itself: `/_sim/...`, from this machine only; `?account=ID` where there are several, else the
 * first. Returns undefined for other paths.
 */
export function answerAdmin(premises: Premises[], request: WireRequest): WireResponse | undefined {
  if (!request.path.startsWith('/_sim/')) return undefined
  if (!isLoopback(request.remoteAddress)) return json(403, { error: 'forbidden', detail: 'Only from this machine.' })
  const asked = request.query.get('account')
  const meant = asked === null ? homeOf({ premises }) : premisesOf(premises, asked)
  if (meant === undefined) return json(404, { error: 'notFound', detail: 'There is no such account here.' })
  return answerAbout(meant, request)
}

function answerAbout({ account, faults }: Premises, request: WireRequest): WireResponse {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sim/health':
      return json(200, { status: 'ok', accountId: account.accountId, partition: account.partition })
    case 'GET /_sim/state':
      return json(200, describeAccount(account))
    case 'GET /_sim/calls':
      return json(200, account.calls.list())
    case 'GET /_sim/faults':
      return json(200, faults.list())
    case 'POST /_sim/faults':
      return addFaults(faults, request)
    case 'DELETE /_sim/faults':
      faults.clear()
      return json(200, [])
    default:
      return json(404, {
        error: 'notFound',
        detail: 'health, state, calls (GET) and faults (GET, POST, DELETE) are here.',
      })
  }
}

/** The content type is insisted on: a web page cannot send it to another origin without asking first. */
function addFaults(faults: Faults, { headers, body }: WireRequest): WireResponse {
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) {
    return json(415, { error: 'unsupportedMediaType', detail: 'Send application/json.' })
  }
  const parsed = z.string().transform(parseJson).pipe(faultsBody).safeParse(body.toString('utf8'))
  if (!parsed.success) return json(400, { error: 'badRequest', detail: z.prettifyError(parsed.error) })
  for (const rule of parsed.data) faults.add(rule)
  return json(200, faults.list())
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'The body is not JSON.' })
    return z.NEVER
  }
}

function json(status: number, body: object): WireResponse {
  return { status, contentType: 'application/json', body: `${JSON.stringify(body)}\n`, headers: {} }
}
