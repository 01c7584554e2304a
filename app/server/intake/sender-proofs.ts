import type { FastifyRequest } from 'fastify'
import type { SnsIntake } from '../../../integrations/sns/sns-intake.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { type SecretSource, secretKinds } from '../../secret-kinds.js'
import { apiKeyCheck } from '../api-key.js'
import { jsonTypes, type Refusal, refusals, unauthorised } from '../webhook-refusals.js'
import { pathKey } from './path-key.js'
import { snsProof } from './sns-proof.js'
import { readSignedHead, signatureCheck } from './standard-webhooks.js'

type Head = Pick<FastifyRequest, 'headers' | 'url'>

/**
 * What a body proved to be. `payload` is what is to be parsed, which of a carrier is not the body itself; `nothing` is
 * authentic and carries no finding (200); `refused` is answered as it says, and counts as a failed authentication.
 */
export type Proven =
  | { readonly kind: 'payload'; readonly bytes: Uint8Array }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** How the sender of a source is known. */
export interface SenderProof {
  /** Where it is served. */
  readonly paths: readonly string[]
  readonly contentTypes: readonly string[]
  /** By the head alone, before a byte of the body is read; null: go on. */
  readonly byHead: (head: Head) => Refusal | null
  /** Over the body, where that is signed; null: the head has proved it all. */
  readonly byBody: ((head: Head, bytes: Uint8Array) => Promise<Proven>) | null
}

/** What the proofs of all sources are made of. */
export interface ProofSettings {
  /** The secrets of each source that is served; two at a time while one is being rotated. */
  readonly secrets: Readonly<Partial<Record<SecretSource, readonly string[]>>>
  /** The topics of SNS, where some may post. */
  readonly sns?: SnsIntake | null
  /** The time that signed requests are held against. */
  readonly nowMs: () => number
}

/** null where a source is not served. */
export function senderProof(source: SecretSource | 'sns', settings: ProofSettings): SenderProof | null {
  if (source === 'sns') return settings.sns ? snsProof(settings.sns) : null
  const secrets = settings.secrets[source] ?? []
  if (secrets.length === 0) return null
  const kind = secretKinds[source]
  switch (kind) {
    case 'header':
      return headerProof(source, secrets)
    case 'path':
      return pathProof(source, secrets)
    case 'signature':
      return signatureProof(source, secrets, settings.nowMs)
    default:
      return assertNever(kind, 'secret kind')
  }
}

/** EventBridge API destinations send the secret as the header `x-api-key`; it is looked for nowhere else. */
function headerProof(source: SecretSource, secrets: readonly string[]): SenderProof {
  const isAuthentic = apiKeyCheck(secrets)
  const refusal = unauthorised('The header x-api-key is missing or wrong.')
  return {
    paths: [`/webhooks/${source}`],
    contentTypes: jsonTypes,
    byHead: ({ headers }) => (isAuthentic(headers['x-api-key']) ? null : refusal),
    byBody: null,
  }
}

/** Splunk's webhook action sends no headers of anybody's choice. What stands behind the source is the secret, or none. */
function pathProof(source: SecretSource, secrets: readonly string[]): SenderProof {
  const isAuthentic = apiKeyCheck(secrets)
  const refusal = unauthorised('The secret at the end of the path is missing or wrong.')
  return {
    paths: [`/webhooks/${source}`, `/webhooks/${source}/*`],
    contentTypes: jsonTypes,
    byHead: ({ url }) => (isAuthentic(pathKey(source, url)) ? null : refusal),
    byBody: null,
  }
}

/** The three headers are looked at before the body is read, the signature after. */
function signatureProof(source: SecretSource, secrets: readonly string[], nowMs: () => number): SenderProof {
  const isSigned = signatureCheck(secrets)
  return {
    paths: [`/webhooks/${source}`],
    contentTypes: jsonTypes,
    byHead: ({ headers }) => {
      const read = readSignedHead(headers, nowMs())
      return read.ok ? null : refusals[read.fault === 'time' ? 'signedTime' : 'signedHead']
    },
    byBody: async ({ headers }, bytes) => {
      // Read again rather than kept: the time that the body took counts, too.
      const read = readSignedHead(headers, nowMs())
      if (!read.ok) return { kind: 'refused', refusal: refusals.signedTime }
      return isSigned(read.head, bytes) ? { kind: 'payload', bytes } : { kind: 'refused', refusal: refusals.signature }
    },
  }
}
