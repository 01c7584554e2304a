import { createHmac, timingSafeEqual } from 'node:crypto'
import { signingKey } from '../../secret-kinds.js'

/** As the specification recommends, in both directions. */
const TOLERANCE_MS = 5 * 60_000

/** The three headers of a request, in the form that they must have; nothing is said of the signature yet. */
export interface SignedHead {
  readonly id: string
  /** As it was sent: this is what was signed. */
  readonly timestamp: string
  readonly signatures: readonly string[]
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

export type SignedHeadReading =
  | { readonly ok: true; readonly head: SignedHead }
  | { readonly ok: false; readonly fault: 'headers' | 'time' }

/**
 * The headers of Standard Webhooks, before the body is read. Stricter than the reference library, each for a reason:
 * - a timestamp is digits alone: a parser that stops at the first other character would take `1772359290abc`
 * - an id has no full stop: what is signed is `id.timestamp.body`, which could then be cut in another place
 * - a header that was sent twice reaches us joined by a comma and a space, and is refused
 * - a signature is base64 of 32 bytes in its one right spelling, and other versions than v1 are passed over
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function readSignedHead(headers: Headers, nowMs: number): SignedHeadReading {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return wrong('headers')
  if (!/^[\x21-\x2b\x2d\x2f-\x7e]{1,256}$/.test(id) || !/^[1-9]\d{0,11}$/.test(timestamp)) return wrong('headers')
  const words = signature.split(' ')
  if (!words.every((word) => /^v\d+[a-z]*,[A-Za-z0-9+/]+={0,2}$/.test(word))) return wrong('headers')
  const signatures = words
    .filter((word) => /^v1,[A-Za-z0-9+/]{43}=$/.test(word))
    .map((word) => word.slice('v1,'.length))
  if (signatures.length === 0) return wrong('headers')
  if (Math.abs(nowMs - Number(timestamp) * 1000) > TOLERANCE_MS) return wrong('time')
  return { ok: true, head: { id, timestamp, signatures } }
}

function wrong(fault: 'headers' | 'time'): SignedHeadReading {
  return { ok: false, fault }
}

/**
 * Whether one of the signatures is that of the bytes under one of the secrets. All are compared, each in constant time, so
 * the time tells neither how near a guess was nor which secret matched. It is over the bytes as they came: a library that
 * makes text of them first reads every byte that is not UTF-8 as the same character, and so takes bodies that nobody signed.
 */
export function signatureCheck(secrets: readonly string[]): (head: SignedHead, body: Uint8Array) => boolean {
  const keys = secrets.flatMap((secret) => signingKey(secret) ?? [])
  return ({ id, timestamp, signatures }, body) => {
    const given = signatures.map((text) => Buffer.from(text))
    const right = keys.map((key) =>
      createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64'),
    )
    return right.flatMap((one) => given.filter((other) => isEqual(Buffer.from(one), other))).length > 0
  }
}

/** As text, which has one spelling: 44 characters on both sides by the form of the header. Other lengths would throw. */
function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
