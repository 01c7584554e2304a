import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { percentEncode } from '../account/policy-text.js'
import type { WireRequest } from './wire-request.js'

/** What an Authorization header of Signature Version 4 says. */
export type Authorization = {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: string[]
  readonly signature: string
}

const headerPattern =
  /^AWS4-HMAC-SHA256\s+Credential=([\w-]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request,\s*SignedHeaders=([\w;-]+),\s*Signature=([0-9a-f]{64})$/

/** undefined where the header is missing or is not one of Signature Version 4. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const [, accessKeyId, date, region, service, signedHeaders, signature] = headerPattern.exec(header ?? '') ?? []
  if (!accessKeyId || !date || !region || !service || !signedHeaders || !signature) return undefined
  return {
    accessKeyId,
    date,
    region,
    service: service.toLowerCase(),
    signedHeaders: signedHeaders.split(';'),
    signature,
  }
}

/**
 * Whether the request was signed with this secret (reference_sigv-create-signed-request). The body is hashed here;
 * what the client claims about it counts only where it says that it did not sign the body.
 */
export function isSignedWith(secret: string, request: WireRequest, authorization: Authorization): boolean {
  const { date, region, service, signature } = authorization
  const timestamp = request.headers.get('x-amz-date') ?? ''
  if (!timestamp.startsWith(date) || !authorization.signedHeaders.includes('host')) return false
  const scope = `${date}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonicalRequest(request, authorization))].join('\n')
  const expected = hmac(signingKey(secret, [date, region, service, 'aws4_request']), text)
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}

/** Holds for a day, as the clients' own. */
const knownKeys = new Map<string, Buffer | string>()
const MOST_KEYS = 200

function signingKey(secret: string, scope: readonly string[]): Buffer | string {
  const name = [secret, ...scope].join('\n')
  const key = knownKeys.get(name) ?? scope.reduce<Buffer | string>(hmac, `AWS4${secret}`)
  if (knownKeys.size >= MOST_KEYS) knownKeys.clear()
  knownKeys.set(name, key)
  return key
}

/** What a signature is about, whatever key makes it. */
export function canonicalRequest(
  request: WireRequest,
  { service, signedHeaders }: Pick<Authorization, 'service' | 'signedHeaders'>,
): string {
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers.get(name))}\n`)
  return [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.target),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash(request),
  ].join('\n')
}

/** Every service but S3 encodes the path a second time. */
function canonicalPath(path: string, service: string): string {
  return service === 's3' ? path : path.split('/').map(percentEncode).join('/')
}

function canonicalQuery(target: string): string {
  const [, ...rest] = target.split('?')
  const pairs = [...new URLSearchParams(rest.join('?').replaceAll('+', '%2B'))]
  return pairs
    .map(([name, value]): [string, string] => [percentEncode(name), percentEncode(value)])
    .sort(([nameA, a], [nameB, b]) => (nameA === nameB ? compare(a, b) : compare(nameA, nameB)))
    .map((pair) => pair.join('='))
    .join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function canonicalValue(value = ''): string {
  return value.trim().replace(/ +/g, ' ')
}

function payloadHash({ headers, body }: WireRequest): string {
  const claimed = headers.get('x-amz-content-sha256') ?? ''
  const isUnsigned = claimed === 'UNSIGNED-PAYLOAD' || claimed.startsWith('STREAMING-')
  return isUnsigned ? claimed : sha256(body)
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** The moment of signing; undefined where the header is not a time. */
export function signedAt(request: WireRequest): Date | undefined {
  const text = request.headers.get('x-amz-date') ?? ''
  const [, ...parts] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? []
  const [year, month, day, hour, minute, second] = parts
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
