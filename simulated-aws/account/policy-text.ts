import { type NamedPolicy, parsePolicyDocument, parseTrustPolicy } from '../policy/evaluate.js'

/** A policy text that was checked when it was written. Throws if it was not: that is a bug here, not a caller's mistake. */
export function namedPolicy(name: string, text: string): NamedPolicy {
  const parsed = parsePolicyDocument(text)
  if (!parsed.ok) throw new Error(`policy ${name} was stored without being checked: ${parsed.message}`)
  return { name, document: parsed.document }
}

/** The same for a role's trust policy. */
export function storedTrustPolicy(roleName: string, text: string): NamedPolicy['document'] {
  const parsed = parseTrustPolicy(text)
  if (!parsed.ok) throw new Error(`the trust policy of ${roleName} was stored without being checked: ${parsed.message}`)
  return parsed.document
}

/** IAM counts policy sizes without white space (reference_iam-quotas). */
export function sizeWithoutWhiteSpace(text: string): number {
  return text.replace(/\s/g, '').length
}

/** How IAM returns documents: percent-encoded by RFC 3986, which also encodes !'()*. SDK v3 leaves it as it is. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
