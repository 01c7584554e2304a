import type { FastifyError, FastifyRequest } from 'fastify'
import { MAX_PAYLOAD_BYTES, type RefusedIntake } from '../intake.js'

/** EventBridge honours it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const RETRY_AFTER_SECONDS = 5

/** An answer that takes nothing in: `{error, detail}` with this status. */
export interface Refusal {
  readonly status: number
  readonly error: string
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Whoever is not known is told what this source asks of everybody, and nothing of the request. */
export function unauthorised(detail: string) {
  return { status: 401, error: 'unauthorised', detail } as const
}

/**
 * Answers to a webhook that are not 200 or 202. Whoever has no key learns nothing but that: not whether a key was near, how
 * many there are, or what would be wrong with the rest of the request. Where the body is signed it has to be read first, so
 * what would keep it from being read is told before.
 */
export const refusals = {
  signedHead: unauthorised(
    'The headers webhook-id, webhook-timestamp and webhook-signature are missing, or not those of Standard Webhooks.',
  ),
  // The same for everybody who sends this time, whatever the signature is: it tells nothing of the secret.
  signedTime: unauthorised("The webhook-timestamp is more than five minutes from this server's time."),
  signature: unauthorised('No signature of webhook-signature is that of this body.'),
  notSns: unauthorised('The header x-amz-sns-message-type is missing or wrong: this address is for Amazon SNS.'),
  tooManyFailures: {
    status: 429,
    error: 'tooManyFailures',
    detail: 'Too many requests that did not prove who sent them came from this address: try again in a minute.',
    headers: { 'retry-after': '60' },
  },
  method: {
    status: 405,
    error: 'methodNotAllowed',
    detail: 'Findings are sent by POST.',
    headers: { allow: 'POST' },
  },
  mediaType: {
    status: 415,
    error: 'unsupportedMediaType',
    detail: 'Send the finding as content-type: application/json, in UTF-8 (SNS: text/plain).',
  },
  encoding: {
    status: 415,
    error: 'unsupportedEncoding',
    detail: 'Send the finding as it is: compressed bodies are not taken.',
    headers: { 'accept-encoding': 'identity' },
  },
  tooLarge: {
    status: 413,
    error: 'tooLarge',
    detail: `A finding has at most ${MAX_PAYLOAD_BYTES} bytes.`,
  },
  cutShort: { status: 400, error: 'cutShort', detail: 'The body ended before its declared length.' },
  unavailable: {
    status: 503,
    error: 'unavailable',
    detail: 'It was not taken. Try again; the log has the reason.',
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  },
} as const satisfies Readonly<Record<string, Refusal>>

export const jsonTypes: readonly string[] = ['application/json']

/** JSON has no other charset; the parameter is sent all the same (EventBridge and SNS do). */
const CONTENT_TYPE = /^([a-z]+\/[a-z]+)\s*(?:;\s*charset\s*=\s*(?:"utf-8"|utf-8)\s*)?;?\s*$/i

/** What is wrong with a request by its head alone, whoever sent it: the body is not read for it. */
export function refuseHead(
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  contentTypes: readonly string[],
): Refusal | null {
  if (method !== 'POST') return refusals.method
  const [, type = ''] = CONTENT_TYPE.exec(headers['content-type'] ?? '') ?? []
  if (!contentTypes.includes(type.toLowerCase())) return refusals.mediaType
  const isPlain = /^(identity)?$/i.test(headers['content-encoding'] ?? '')
  // Node undoes chunks alone; of `gzip, chunked` it would hand on the gzip.
  const isWhole = /^(chunked)?$/i.test(headers['transfer-encoding'] ?? '')
  return isPlain && isWhole ? null : refusals.encoding
}

/** What a payload that was read and not taken is answered with; `notOurs` is none of these. */
export function refusalOf(kind: Exclude<RefusedIntake['kind'], 'notOurs'>, reason: string): Refusal {
  const status = { tooLarge: refusals.tooLarge.status, badJson: 400, malformed: 422 }[kind]
  return { status, error: kind, detail: reason }
}

/** Fastify's own errors while it reads the body. null: not the request's fault. */
export function refusalOfError({ code, statusCode }: Pick<FastifyError, 'code' | 'statusCode'>): Refusal | null {
  if (statusCode === undefined || statusCode >= 500) return null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusals.tooLarge
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' || code === 'ECONNRESET') return refusals.cutShort
  return { status: statusCode, error: 'badRequest', detail: 'The request cannot be read.' }
}

/** Whether the rest of a request that was refused unread is small enough to be passed over, and the connection kept. */
export function isShort({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const length = headers['content-length']
  if (headers['transfer-encoding'] !== undefined) return false
  return length === undefined || Number(length) <= MAX_PAYLOAD_BYTES
}
