import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Digest } from './digest.js'

/** As `aws cloudtrail list-public-keys` prints it. */
export interface DigestPublicKey {
  readonly fingerprint: string
  /** PKCS #1 in DER, in base64. */
  readonly value: string
}

export type SignatureCheck = 'valid' | 'invalid' | 'keyUnknown' | 'notChecked'

/** The one way in which CloudTrail signs. */
const algorithm = 'SHA256withRSA'

/**
 * Whether CloudTrail signed the digest: SHA-256 with RSA over its end time, its place in S3, the hash of its content and the
 * signature of the digest before it ('null' for the first). Not checked without its signature or any key; unknown is a key that
 * is none of those given.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function checkSignature(
  digest: Digest,
  sha256: string,
  signature: string | null,
  keys: ReadonlyMap<string, KeyObject>,
): SignatureCheck {
  if (keys.size === 0 || signature === null) return 'notChecked'
  const key = keys.get(digest.digestPublicKeyFingerprint ?? '')
  if (key === undefined) return 'keyUnknown'
  if (digest.digestSignatureAlgorithm !== algorithm) return 'invalid'
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = digest
  const place = `${digestS3Bucket}/${digestS3Object}`
  const signed = [digestEndTime, place, sha256, previousDigestSignature ?? 'null'].join('\n')
  return verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'hex')) ? 'valid' : 'invalid'
}

/** Keys that are none are left out, so that what they would have checked stays unchecked. */
export function readPublicKeys(keys: readonly DigestPublicKey[]): ReadonlyMap<string, KeyObject> {
  const read = keys.flatMap(({ fingerprint, value }): [string, KeyObject][] => {
    try {
      return [[fingerprint, createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs1' })]]
    } catch {
      return []
    }
  })
  return new Map(read)
}
