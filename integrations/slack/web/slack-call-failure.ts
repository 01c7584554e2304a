import { isNativeError } from 'node:util/types'
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import { SlackCallError } from '../slack-api.js'

/** Slack's own words for "not now": https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const passing = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
])

const SOON_MS = 1_000
const LATER_MS = 5_000
/** Whoever answers in Slack's place must not silence us for days. */
const LONGEST_MS = 15 * 60_000

/**
 * What @slack/web-api rejects with, as ours. Neither message nor cause has anything of the request or of an answer that is
 * not Slack's own word: a proxy's error page may repeat the token.
 */
export function slackCallFailure(method: string, error: unknown): SlackCallError {
  if (error instanceof SlackCallError) return error
  if (error instanceof WebAPIRateLimitedError) return failure(method, 'ratelimited', error, error.retryAfter * 1_000)
  if (error instanceof WebAPIHTTPError) {
    const mayPass = error.statusCode >= 500 || error.statusCode === 408
    return failure(method, `http_${error.statusCode}`, error, mayPass ? retryAfterOf(error) : null)
  }
  if (error instanceof WebAPIPlatformError) return ofPlatform(method, error)
  // The library has no error of its own for a 429 that does not say how long.
  if (isNativeError(error) && error.message.startsWith('Retry header')) {
    return failure(method, 'ratelimited', error, LATER_MS)
  }
  return failure(method, 'network', error, SOON_MS)
}

/** Slack answered something that is no answer: a page, half an answer, another shape. */
export function malformedAnswer(method: string): SlackCallError {
  return new SlackCallError(method, 'malformed_answer', LATER_MS)
}

function ofPlatform(method: string, error: WebAPIPlatformError): SlackCallError {
  // Of an answer that is no JSON the library makes one whose error is the whole text.
  const { error: code, response_metadata: metadata } = error.data
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{1,80}$/.test(code)) return malformedAnswer(method)
  const retryAfterMs = (metadata?.retryAfter ?? LATER_MS / 1_000) * 1_000
  return failure(method, code === 'rate_limited' ? 'ratelimited' : code, error, passing.has(code) ? retryAfterMs : null)
}

function retryAfterOf({ headers }: WebAPIHTTPError): number {
  const seconds = Number.parseInt(headers['retry-after'] ?? '', 10)
  return Number.isNaN(seconds) ? SOON_MS : seconds * 1_000
}

function failure(method: string, code: string, cause: unknown, retryAfterMs: number | null): SlackCallError {
  const waitMs = retryAfterMs === null ? null : Math.min(LONGEST_MS, Math.max(0, retryAfterMs))
  return new SlackCallError(method, code, waitMs, { cause: new Error(wordsOf(cause)) })
}

/** `WebAPIRequestError: ECONNREFUSED`: the kind of failure, from the innermost cause that has a code. */
function wordsOf(error: unknown): string {
  const codes: string[] = []
  for (let at = error, depth = 0; isNativeError(at) && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    else codes.push(at.name)
  }
  return codes.join(': ').slice(0, 200)
}
