import { z } from 'zod'
import { hashToken } from '../../app/config.js'
import { realmsOf } from '../../app/realms.js'
import { createServer } from '../../app/server/create-server.js'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import { worldTiming } from './world/timing.js'
import { approvalRules, type World } from './world.js'

export const secret = 'first-secret-of-guardduty'
export const nextSecret = 'the-one-that-replaces-it'
export const tokens = { ana: 'token-of-ana-0123456789', bo: 'token-of-bo-01234567890', cyd: 'token-of-cyd-0123456789' }

export interface Served {
  readonly url: string
  close(): Promise<void>
}

/** The server in front of a world, listening; `cyd` is known and no approver. */
export async function serve(world: World): Promise<Served> {
  const server = createServer({
    realms: realmsOf(world.runtime),
    webhooks: { secrets: { guardduty: [secret, nextSecret] } },
    people: Object.entries(tokens).map(([name, token]) => ({ name, tokenSha256: hashToken(token) })),
    rules: approvalRules,
    timing: worldTiming,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return { url, close: () => server.close() }
}

/** A GuardDuty event about the world's role. */
export function aGuardDutyEvent(world: World, changes: { findingId?: string; updatedAt?: string } = {}) {
  return guardDutySample({
    accountId: world.accountId,
    partition: 'aws',
    region: 'us-east-1',
    roleName: 'ci-deploy',
    sessionName: 'build-4711',
    accessKeyId: 'ASIAEXAMPLE0000000001',
    findingId: changes.findingId ?? 'd0bfe135ab8b4dd8c3eaae7df9900073',
    firstSeenAt: '2026-03-01T09:40:00Z',
    lastSeenAt: '2026-03-01T09:58:00Z',
    updatedAt: changes.updatedAt ?? '2026-03-01T10:01:30.120Z',
    remoteIp: '198.51.100.7',
  })
}

export interface Answer {
  readonly status: number
  readonly body: z.infer<typeof answerBody>
}
const answerBody = z.looseObject({}).or(z.array(z.looseObject({})))

async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  return { status: response.status, body: answerBody.parse(await response.json()) }
}

/** Posts to the webhook; text goes as it is. */
export function post(server: Served, payload: string | object, headers: Record<string, string> = {}): Promise<Answer> {
  return send(`${server.url}/webhooks/guardduty`, {
    method: 'POST',
    headers: { 'x-api-key': secret, 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
}

/** The incident that a webhook's answer names. */
export function incidentOf({ body }: Answer): string {
  return z.object({ incidentId: z.string() }).parse(body).incidentId
}

/** Asks the API as somebody. */
export function ask(server: Served, who: keyof typeof tokens, path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' }
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return send(`${server.url}/api${path}`, { ...init, headers })
}
