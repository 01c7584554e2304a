import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findingSources } from '../../integrations/findings/sources.js'
import type { FindingSource } from '../../src/domain/finding.js'
import type { Timing } from '../../src/domain/incident-context.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import type { Runtime } from '../compose.js'
import { defaultPlaybook } from '../playbooks.js'

/** The secrets of each source that is served; two at a time while one is being rotated. */
export interface WebhookSettings {
  readonly secrets: Readonly<Partial<Record<FindingSource, readonly string[]>>>
}

interface Settings {
  readonly runtime: Runtime
  readonly webhooks: WebhookSettings
  readonly timing: Timing
  readonly holdDownMs?: number
}

/**
 * `POST /webhooks/{source}`: verify, parse, take in. 202 only when the finding is durable; a source without a secret is
 * not served. EventBridge API destinations send the secret as the header `x-api-key`.
 */
export function registerWebhooks(server: FastifyInstance, settings: Settings): void {
  for (const source of Object.keys(findingSources)) {
    const known = Object.entries(settings.webhooks.secrets).find(([name]) => name === source)
    if (known?.[1] === undefined) continue
    const secrets = known[1]
    server.post(`/webhooks/${source}`, async (request, reply) => {
      if (!isAuthentic(secrets, request)) {
        return reply.code(401).send({ error: 'unauthorised', detail: 'The header x-api-key is missing or wrong.' })
      }
      return takeIn(settings, source, request, reply)
    })
  }
}

async function takeIn(settings: Settings, source: string, request: FastifyRequest, reply: FastifyReply) {
  const parse = Object.entries(findingSources).find(([name]) => name === source)?.[1]
  if (parse === undefined) return reply.code(404).send({ error: 'notFound', detail: `${source} is not served.` })
  const parsed = parse(request.body)
  if (!parsed.accepted) {
    if (parsed.kind === 'notOurs') return reply.code(200).send({ accepted: false, reason: parsed.reason })
    return reply.code(422).send({ error: 'malformed', detail: parsed.reason })
  }
  if (parsed.finding.sample && settings.runtime.tools.realm.kind === 'live') {
    return reply.code(200).send({ accepted: false, reason: 'A sample finding opens no live incident.' })
  }
  const { runtime, timing, holdDownMs } = settings
  const opened = await openIncident(runtime.engine, parsed.finding, {
    ...defaultPlaybook,
    timing,
    ...(holdDownMs === undefined ? {} : { holdDownMs }),
  })
  return reply.code(202).send({ incidentId: opened.incidentId, deduplicated: opened.status === 'duplicate' })
}

/** Both sides are hashed first: equal lengths for the comparison, and no timing tells how much of a guess was right. */
function isAuthentic(secrets: readonly string[], request: FastifyRequest): boolean {
  const header = request.headers['x-api-key']
  if (typeof header !== 'string') return false
  const given = createHash('sha256').update(header).digest()
  return secrets.filter((secret) => timingSafeEqual(given, createHash('sha256').update(secret).digest())).length > 0
}
