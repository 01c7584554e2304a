import type { HttpRequest } from '@smithy/types'
import { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { SendGuard } from '../../../src/ports.js'
import { tellAwsCall } from '../aws-call-channel.js'
import { classifyFailure } from '../classify.js'
import type { AwsAction } from '../permissions.js'

/** One call of a REST JSON operation. */
export interface RestRequest {
  readonly operation: Extract<AwsAction, `rolesanywhere:${string}`>
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** For writes: asked in the last instant before the request leaves the process. */
  readonly guard?: SendGuard
}

/** What a request is signed and sent with. */
export interface RestWire {
  readonly sign: (request: RestRequest) => Promise<HttpRequest>
  /** The status, the headers by small names, and the body as text. */
  readonly send: (request: HttpRequest) => Promise<RestAnswer>
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RestOutcome<Output> {
  readonly output: Output
  readonly requestId: string
  /** AWS's `Date` header as ISO time; null where the answer had none. */
  readonly at: string | null
}

/**
 * Sends a call once. Every failure is an AwsError with a kind, except what the guard throws: that reaches the caller unchanged,
 * and nothing was sent then. Tells of the call as every other client here does.
 */
export async function restCall<Output>(
  wire: RestWire,
  request: RestRequest,
  schema: z.ZodType<Output>,
): Promise<RestOutcome<Output>> {
  const { operation, guard } = request
  const seen = { sent: false }
  const tell = (outcome: 'ok' | 'guarded' | AwsError['kind']) =>
    tellAwsCall({ operation, outcome, attempts: seen.sent ? 1 : 0 })
  const signed = await wire.sign(request).catch((error: unknown) => {
    const failure = thrown(error, request, false)
    tell(failure.kind)
    throw failure
  })
  try {
    await guard?.()
  } catch (error) {
    tell('guarded')
    throw error
  }
  try {
    seen.sent = true
    const answer = await wire.send(signed).catch((error: unknown) => Promise.reject(thrown(error, request, true)))
    const outcome = readAnswer(answer, request, schema)
    tell('ok')
    return outcome
  } catch (error) {
    if (error instanceof AwsError) tell(error.kind)
    throw error
  }
}

function readAnswer<Output>(answer: RestAnswer, request: RestRequest, schema: z.ZodType<Output>): RestOutcome<Output> {
  const { status, headers, body } = answer
  const requestId = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? 'unknown'
  const json = jsonOf(body)
  if (status >= 300) throw refused(answer, json, request, requestId)
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const message = `${request.operation} was answered in a shape that is not known: ${z.prettifyError(parsed.error)}`
    const kind = request.guard === undefined ? 'unknown' : 'ambiguous'
    throw new AwsError({ kind, code: 'UnreadableAnswer', operation: request.operation, message, requestId })
  }
  const at = Date.parse(headers.date ?? '')
  return { output: parsed.data, requestId, at: Number.isNaN(at) ? null : new Date(at).toISOString() }
}

const errorBody = z.object({
  message: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  __type: z.string().optional().catch(undefined),
})

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
function refused({ status, headers }: RestAnswer, json: unknown, request: RestRequest, requestId: string): AwsError {
  const body = errorBody.safeParse(json)
  const named = headers['x-amzn-errortype'] ?? (body.success ? (body.data.code ?? body.data.__type) : undefined)
  const code = named?.split(':', 1)[0]?.split('#').at(-1) ?? `Http${status}`
  const text = body.success ? (body.data.message ?? body.data.Message) : undefined
  const facts = { code, status, sent: true, understood: named !== undefined, write: request.guard !== undefined }
  const { operation } = request
  const message = `${code}: ${text ?? (named === undefined ? 'the answer is none of AWS' : 'no message')}`
  return new AwsError({ kind: classifyFailure(facts), code, operation, message, requestId })
}

const thrownShape = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
})

function thrown(error: unknown, { operation, guard }: RestRequest, sent: boolean): AwsError {
  if (error instanceof AwsError) return error
  const parsed = thrownShape.safeParse(error)
  const { name, message, code = name } = parsed.success ? parsed.data : { name: 'Error', message: String(error) }
  const kind = classifyFailure({ code, status: null, sent, understood: false, write: guard !== undefined })
  return new AwsError(
    { kind, code, operation, message: `${code}: ${message || 'no message'}`, requestId: null },
    { cause: error },
  )
}

function jsonOf(body: string): unknown {
  if (body === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    // A page of HTML, say: the caller tells it by the shape.
    return null
  }
}
