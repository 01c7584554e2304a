import { type KeyObject, X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { TrustedTopic } from './trusted-topic.js'

export type CheckedCertificate =
  | { readonly ok: true; readonly publicKey: KeyObject; readonly validFromMs: number; readonly validToMs: number }
  | { readonly ok: false; readonly reason: string }

/** The certificate, and up to three between it and a root. */
const MAX_CERTIFICATES = 4
const LEAST_RSA_BITS = 2_048
const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * What is checked of a signing certificate beside where it came from: it names SNS (of this Region), is no authority, holds
 * an RSA key of 2,048 bits, is valid now, and was issued by Amazon (in China others issue, and the issuer is not looked at).
 *
 * What is not: SNS serves its certificate without the intermediate that signed it, and fetching that from the address that
 * the certificate names would be a request to where an unproven text points. So the chain is followed as far as the file
 * goes: every certificate that is there must have signed the one before and be valid, and the last must lead to a root of
 * Node.js; of a certificate that comes alone the issuer's signature is not checked, nor is any revocation. What then holds is
 * that it came over TLS from `sns.<region>.amazonaws.com`, whose own chain Node.js has checked.
 */
export function checkCertificate(
  pem: string,
  topic: TrustedTopic,
  nowMs: number,
  roots: readonly string[] = rootCertificates,
): CheckedCertificate {
  const chain = readChain(pem)
  const [leaf, ...others] = chain ?? []
  if (leaf === undefined) return bad('is none')
  const fault = leafFault(leaf, topic) ?? chainFault([leaf, ...others], nowMs, roots)
  if (fault !== null) return bad(fault)
  const { publicKey, validFrom, validTo } = leaf
  return { ok: true, publicKey, validFromMs: Date.parse(validFrom), validToMs: Date.parse(validTo) }
}

function bad(what: string): CheckedCertificate {
  return { ok: false, reason: `The signing certificate ${what}.` }
}

function readChain(pem: string): X509Certificate[] | null {
  const blocks = pem.match(pemBlock) ?? []
  if (blocks.length > MAX_CERTIFICATES) return null
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    // OpenSSL's words about bytes of others help nobody.
    return null
  }
}

function leafFault(leaf: X509Certificate, topic: TrustedTopic): string | null {
  const { publicKey } = leaf
  if (leaf.ca) return 'is that of an authority'
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (publicKey.asymmetricKeyType !== 'rsa' || bits < LEAST_RSA_BITS) return 'has no RSA key of 2,048 bits'
  if (!namesOf(topic).some((name) => names(leaf, name))) return `does not name SNS of ${topic.region}`
  const isByAmazon = /^O=Amazon$/m.test(leaf.issuer)
  return isByAmazon || topic.partition === 'aws-cn' ? null : 'was not issued by Amazon'
}

/** The subject's alternative names, or without any its common name; a wildcard would stand for more than SNS. */
function names(leaf: X509Certificate, name: string): boolean {
  return leaf.checkHost(name, { wildcards: false, subject: 'default' }) !== undefined
}

/**
 * What SNS's certificates are made out to: the name of all the old Regions, or one of the Region's own; of both Regions of
 * GovCloud it is the western one's. As AWS's SDK for Java has them.
 */
function namesOf({ partition, region, host }: TrustedTopic): string[] {
  switch (partition) {
    case 'aws-cn':
      return [`sns-${region}.amazonaws.com.cn`, host]
    case 'aws-us-gov':
      return ['sns-us-gov-west-1.amazonaws.com', `sns-${region}.amazonaws.com`, host]
    default:
      return ['sns.amazonaws.com', `sns-signing.${region}.amazonaws.com`, host]
  }
}

function chainFault(chain: readonly X509Certificate[], nowMs: number, roots: readonly string[]): string | null {
  if (!chain.every((one) => isValidAt(one, nowMs))) return 'is not valid at this time'
  const isSigned = chain.every((one, index) => {
    const issuer = chain[index + 1]
    return issuer === undefined || (issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey))
  })
  if (!isSigned) return 'has a chain that does not hold'
  const last = chain.at(-1)
  if (chain.length === 1 || last === undefined) return null
  return leadsTo(last, roots) ? null : 'has a chain that leads to no root'
}

function isValidAt({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs <= Date.parse(validTo)
}

function leadsTo(last: X509Certificate, roots: readonly string[]): boolean {
  return roots.some((pem) => {
    const root = new X509Certificate(pem)
    return last.fingerprint256 === root.fingerprint256 || (last.checkIssued(root) && last.verify(root.publicKey))
  })
}
