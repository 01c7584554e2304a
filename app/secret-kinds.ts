/**
 * How the sender of a source proves itself over HTTP. `header`: the secret is the header `x-api-key`, which EventBridge's API
 * destinations and Kibana's connector can send. `path`: the secret ends the path, for a sender that cannot send headers
 * (Splunk). `signature`: the secret never travels; each request is signed with it (https://www.standardwebhooks.com).
 */
export type SecretKind = 'header' | 'path' | 'signature'

/** The sources that prove themselves with a secret of the configuration, each in the one way that its sender is capable of. */
export const secretKinds = {
  guardduty: 'header',
  'security-hub': 'header',
  detective: 'header',
  splunk: 'path',
  elastic: 'header',
  generic: 'signature',
} as const satisfies Readonly<Record<string, SecretKind>>

export type SecretSource = keyof typeof secretKinds

export const secretSources = [
  'guardduty',
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
] as const satisfies readonly SecretSource[]

/** Anything shorter could be guessed over the network. */
export const LEAST_SECRET_CHARS = 16
/** What Standard Webhooks asks of a secret. */
const SIGNING_BYTES = { least: 24, most: 64 }
const SIGNING_PREFIX = 'whsec_'

/** The one in force and the one that replaces it. A third would be one that somebody forgot to take away. */
export const LIVE_SECRETS = 2
export const TOO_MANY_SECRETS = `at most ${LIVE_SECRETS} secrets are in force at a time, the old and the new one while they are exchanged: take the oldest away`

const faults = {
  short: `at least ${LEAST_SECRET_CHARS} characters`,
  header: 'a secret has printable ASCII characters only, and no spaces',
  path: 'a secret that stands in a path has letters, digits and - . _ ~ only',
  signature: `a secret of Standard Webhooks is ${SIGNING_PREFIX} and then base64 of ${SIGNING_BYTES.least} to ${SIGNING_BYTES.most} bytes`,
}

/**
 * Why a secret could never be matched or would be guessed, without a word of it; null where it is well. Others would be
 * refused for ever, with nothing to see why.
 */
export function secretFault(kind: SecretKind, secret: string): string | null {
  if (kind === 'signature') return signingKey(secret) === null ? faults.signature : null
  const alphabet = kind === 'path' ? /^[\w.~-]*$/ : /^[\x21-\x7e]*$/
  if (!alphabet.test(secret)) return faults[kind]
  // Two dots are a step up in a path, and no client would send them.
  if (kind === 'path' && /^\.+$/.test(secret)) return faults.path
  return secret.length < LEAST_SECRET_CHARS ? faults.short : null
}

/**
 * The bytes that a secret of Standard Webhooks stands for; null where it is none. Strictly: libraries that skip over what is
 * no base64, or take an empty one, make a key that is not the sender's, or none at all.
 */
export function signingKey(secret: string): Buffer | null {
  if (!secret.startsWith(SIGNING_PREFIX)) return null
  const text = secret.slice(SIGNING_PREFIX.length)
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) return null
  return bytes.length >= SIGNING_BYTES.least && bytes.length <= SIGNING_BYTES.most ? bytes : null
}
