import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Slack's own advice; the same forth and back, since a clock may be wrong either way and a captured request must age. */
export const SIGNED_WITHIN_MS = 300_000

/** What a request says of itself before its body is read. */
export interface SignedHead {
  readonly timestamp: string
  readonly signature: string
}

/**
 * The two headers, where they can be right at all: ten digits of seconds, at most 5 minutes from now in the past or in the
 * future, and `v0=` with 64 hex digits, each given once. null: missing, malformed, too old or too new.
 * (Bolt checks the past alone, and throws a TypeError where the signature is missing.)
 *
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function readSignedHead(headers: IncomingHttpHeaders, nowMs: number): SignedHead | null {
  const timestamp = headers['x-slack-request-timestamp']
  const signature = headers['x-slack-signature']
  if (typeof timestamp !== 'string' || !/^[1-9]\d{9}$/.test(timestamp)) return null
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return null
  return Math.abs(nowMs - Number(timestamp) * 1_000) <= SIGNED_WITHIN_MS ? { timestamp, signature } : null
}

/** Whether Slack signed this body at that time; compared in constant time. */
export function isSigned({ timestamp, signature }: SignedHead, body: Uint8Array, signingSecret: string): boolean {
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`, 'utf8').update(body).digest('hex')
  return timingSafeEqual(Buffer.from(`v0=${mac}`), Buffer.from(signature))
}
