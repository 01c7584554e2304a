import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Json } from '../../../src/domain/canonical-json.js'
import { type SecretSource, secretKinds, signingKey } from '../../secret-kinds.js'

/** Where the sources of an exercise post to, and what each proves itself with. */
export interface WebhookDoor {
  readonly url: string
  readonly secrets: Readonly<Record<SecretSource, string>>
}

export type Posted =
  | { readonly status: 'taken'; readonly incidentId: string; readonly deduplicated: boolean }
  | { readonly status: 'refused'; readonly reason: string }

/** A server that cannot take a finding now is tried again, as every source does. */
const TRIES = 5
const BETWEEN_TRIES_MS = 500

/** New secrets for every source, in the form that each is capable of. */
export function newWebhookSecrets(): WebhookDoor['secrets'] {
  const secretOf = (source: SecretSource) =>
    secretKinds[source] === 'signature'
      ? `whsec_${randomBytes(32).toString('base64')}`
      : randomBytes(24).toString('base64url')
  return {
    guardduty: secretOf('guardduty'),
    'security-hub': secretOf('security-hub'),
    detective: secretOf('detective'),
    splunk: secretOf('splunk'),
    elastic: secretOf('elastic'),
    generic: secretOf('generic'),
  }
}

/** Posts a finding to the web server as its source would. Throws where the server cannot take it, again and again. */
export async function postFinding(door: WebhookDoor, source: SecretSource, payload: Json): Promise<Posted> {
  const body = JSON.stringify(payload)
  for (let tries = 1; ; tries += 1) {
    const { path, headers } = proofOf(source, door.secrets[source], body)
    const head = { 'content-type': 'application/json', ...headers }
    const response = await fetch(`${door.url}${path}`, { method: 'POST', headers: head, body })
    const text = await response.text()
    if (response.status < 500) return readAnswer(text)
    if (tries === TRIES) throw new Error(`The server did not take the finding of ${source}: ${response.status} ${text}`)
    await pause(BETWEEN_TRIES_MS)
  }
}

interface Proof {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

function proofOf(source: SecretSource, secret: string, body: string): Proof {
  switch (secretKinds[source]) {
    case 'header':
      return { path: `/webhooks/${source}`, headers: { 'x-api-key': secret } }
    case 'path':
      return { path: `/webhooks/${source}/${secret}`, headers: {} }
    case 'signature':
      return { path: `/webhooks/${source}`, headers: signed(secret, body) }
  }
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function signed(secret: string, body: string): Record<string, string> {
  const key = signingKey(secret)
  if (key === null) throw new Error('The secret is none of Standard Webhooks.')
  const id = `msg_${randomBytes(12).toString('hex')}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

const answerSchema = z.union([
  z.object({ incidentId: z.string(), deduplicated: z.boolean() }),
  z.object({ accepted: z.literal(false), reason: z.string() }),
  z.object({ error: z.string(), detail: z.string() }),
])

function readAnswer(text: string): Posted {
  const answer = answerSchema.parse(JSON.parse(text))
  if ('incidentId' in answer) return { status: 'taken', ...answer }
  return { status: 'refused', reason: 'reason' in answer ? answer.reason : answer.detail }
}
