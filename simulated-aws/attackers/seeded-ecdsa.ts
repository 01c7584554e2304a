import { createECDH, createHash, createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Random } from '../account/identifiers.js'
import { der } from './der.js'

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const privatePart = z.object({ d: z.string() })

/** A P-256 key that the source decides: the same bytes, the same key. Good for what attacks a simulation, and nothing else. */
export function seededEcKey(random: Random): KeyObject {
  const secret = toBytes((toNumber(random(40)) % (order - 1n)) + 1n)
  const point = pointOf(secret)
  const text = (bytes: Buffer) => bytes.toString('base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const key = { kty: 'EC', crv: 'P-256', d: text(secret), x: text(x), y: text(y) }
  return createPrivateKey({ key, format: 'jwk' })
}

/**
 * ECDSA with SHA-256, DER encoded, the same for the same message and key: node's own draws a new number for every signature
 * and cannot be told not to. (RFC 6979 in spirit; its own way to that number would be longer.)
 */
export function signRepeatably(message: Buffer, key: KeyObject): Buffer {
  const { d } = privatePart.parse(key.export({ format: 'jwk' }))
  const secret = Buffer.from(d, 'base64url')
  const hash = createHash('sha256').update(message).digest()
  const once = (toNumber(createHmac('sha512', secret).update(hash).digest()) % (order - 1n)) + 1n
  const r = toNumber(pointOf(toBytes(once)).subarray(1, 33)) % order
  const s = (power(once, order - 2n) * ((toNumber(hash) + r * toNumber(secret)) % order)) % order
  return der.sequence(der.integer(magnitude(r)), der.integer(magnitude(s)))
}

/** Uncompressed: 0x04, x, y. */
function pointOf(secret: Buffer): Buffer {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  return curve.getPublicKey()
}

/** To the power of order - 2 a number is its own inverse: the order is prime. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % order]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % order
    square = (square * square) % order
  }
  return result
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

function magnitude(value: bigint): Buffer {
  const text = value.toString(16)
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}
