import { isUtf8 } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { type SecretSource, secretKinds } from '../../../app/secret-kinds.js'
import type { WebhookSettings } from '../../../app/server/webhooks.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { readBase } from '../finding-case.js'
import { editedAll } from '../findings/edited.js'
import {
  asffFinding,
  elasticBody,
  genericFinding,
  investigation,
  securityHubEvent,
  splunkAlert,
} from '../findings/examples.js'
import { nextSecret, secret } from '../served.js'
import { bytesOf, type UsualHead, type WireRequest } from './wire.js'

/** The secrets of every source: of header and path alike, so that a test can look for them in whatever is written. */
export const signingSecrets = [
  `whsec_${Buffer.from('the first signing key of the tests').toString('base64')}`,
  `whsec_${Buffer.from('and the one that follows it, later').toString('base64')}`,
] as const
export const pathSecrets = ['the-first-secret-in-a-path', 'and~the.one_that-follows'] as const

export const allSecrets: readonly string[] = [
  secret,
  nextSecret,
  ...signingSecrets,
  ...signingSecrets.map((each) => each.slice('whsec_'.length)),
  ...pathSecrets,
]

export const everySource: WebhookSettings = {
  secrets: {
    guardduty: [secret, nextSecret],
    'security-hub': [secret, nextSecret],
    detective: [secret, nextSecret],
    elastic: [secret, nextSecret],
    splunk: [...pathSecrets],
    generic: [...signingSecrets],
  },
}

/** Somebody who may post findings. */
export interface Sender {
  readonly source: SecretSource
  /** A payload that is taken as it is, with the words `The user` in it. */
  readonly valid: (accountId: string) => Json
  /** What proves the sender of a body. */
  readonly head: (body: string | Buffer) => UsualHead
}

/** Whole, as it goes onto the wire. */
export function sentBy(sender: Pick<Sender, 'head'>, request: WireRequest): Buffer {
  return bytesOf(request, sender.head(request.signed ?? request.body ?? ''))
}

export const senders: readonly Sender[] = [
  senderOf('guardduty', { ...readBase('guardduty').payload, comment: 'The user' }),
  senderOf('security-hub', securityHubEvent([asffFinding])),
  senderOf('detective', { ...investigation, Comment: 'The user' }),
  senderOf('elastic', editedAll(elasticBody, { 'rule > name': 'The user made a profile' })),
  senderOf('splunk', { ...splunkAlert, search_name: 'The user made a role' }),
  senderOf('generic', { ...genericFinding, title: 'The user touched a decoy' }),
]

function senderOf(source: SecretSource, payload: unknown): Sender {
  const text = JSON.stringify(payload)
  return {
    source,
    valid: (accountId) => jsonSchema.parse(JSON.parse(text.replaceAll('111122223333', accountId))),
    head: (body) => heads[secretKinds[source]](source)(body),
  }
}

const heads = {
  header: (source: string) => (_body: string | Buffer) => ({
    path: `/webhooks/${source}`,
    headers: { 'x-api-key': secret },
  }),
  path: (source: string) => (_body: string | Buffer) => ({
    path: `/webhooks/${source}/${pathSecrets[0]}`,
    headers: {},
  }),
  signature: (source: string) => (body: string | Buffer) => ({
    path: `/webhooks/${source}`,
    headers: signedHeaders(body),
  }),
}

/** By the library that a sender would use, which knows text only; bytes that are none are signed as they are. */
export function signedHeaders(
  body: string | Buffer,
  { id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', at = new Date(), key = signingSecrets[0] as string } = {},
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': isUtf8(Buffer.from(body))
      ? new Webhook(key).sign(id, at, Buffer.from(body))
      : signedBytes(Buffer.from(body), `${id}.${Math.floor(at.getTime() / 1000)}.`, key),
  }
}

function signedBytes(body: Buffer, before: string, key: string): string {
  const bytes = Buffer.from(key.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', bytes).update(before).update(body).digest('base64')}`
}
