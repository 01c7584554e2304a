import { verify, X509Certificate } from 'node:crypto'
import { canonicalRequest, sha256 } from './signature.js'
import type { WireRequest } from './wire-request.js'

const headerPattern =
  /^(AWS4-X509-(?:RSA|ECDSA)-SHA256)\s+Credential=(\d{1,60})\/(\d{8})\/([\w-]+)\/rolesanywhere\/aws4_request,\s*SignedHeaders=([\w;-]+),\s*Signature=([0-9a-f]{16,2048})$/

export type CertificateSigned =
  | { readonly ok: true; readonly certificate: X509Certificate; readonly region: string }
  | { readonly ok: false; readonly message: string }

/** True where a certificate, and no access key, is said to have signed: only CreateSession is. */
export function isCertificateSigned({ headers }: WireRequest): boolean {
  return headers.get('authorization')?.startsWith('AWS4-X509-') ?? false
}

/**
 * Whose certificate signed a request, by Signature Version 4 with X.509: the signing name of the credential is the certificate's
 * serial number, the certificate itself comes in X-Amz-X509, and its key signs the string. Whether anybody trusts the certificate
 * is not asked here.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html
 */
export function readCertificateSignature(request: WireRequest): CertificateSigned {
  const found = headerPattern.exec(request.headers.get('authorization') ?? '')
  const [, algorithm, serial, date, region, headers, signature] = found ?? []
  if (!algorithm || !serial || !date || !region || !headers || !signature)
    return refused('Malformed authorization header.')
  const certificate = certificateOf(request.headers.get('x-amz-x509') ?? '')
  if (certificate === undefined) return refused('The certificate cannot be read.')
  if (BigInt(`0x${certificate.serialNumber}`) !== BigInt(serial))
    return refused('The credential is not the certificate.')
  const isRsa = certificate.publicKey.asymmetricKeyType === 'rsa'
  if (isRsa !== algorithm.includes('-RSA-')) return refused('The algorithm is not that of the key.')
  const signedHeaders = headers.split(';')
  const timestamp = request.headers.get('x-amz-date') ?? ''
  const covers = ['host', 'x-amz-date', 'x-amz-x509'].every((name) => signedHeaders.includes(name))
  if (!covers || !timestamp.startsWith(date)) return refused('The signature does not cover what it must.')
  const scope = `${date}/${region}/rolesanywhere/aws4_request`
  const canonical = sha256(canonicalRequest(request, { service: 'rolesanywhere', signedHeaders }))
  const text = Buffer.from([algorithm, timestamp, scope, canonical].join('\n'))
  const isValid = verify('sha256', text, certificate.publicKey, Buffer.from(signature, 'hex'))
  return isValid ? { ok: true, certificate, region } : refused('The signature does not match.')
}

function refused(message: string): CertificateSigned {
  return { ok: false, message }
}

function certificateOf(base64: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}
