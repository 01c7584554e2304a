import Fastify, { type FastifyInstance } from 'fastify'
import type { Timing } from '../../src/domain/incident-context.js'
import type { ApprovalRules } from '../../src/incidents/decide.js'
import type { Runtime } from '../compose.js'
import { registerBlockRoutes } from './block-routes.js'
import { registerIncidentRoutes } from './incident-routes.js'
import { bearerAuthentication, type Person } from './people.js'
import { registerWebhooks, type WebhookSettings } from './webhooks.js'

/** Findings are a few kilobytes; GuardDuty's largest stay far below this. */
const BODY_LIMIT_BYTES = 1024 * 1024
const REQUEST_TIMEOUT_MS = 10_000

export interface ServerSettings {
  readonly runtime: Runtime
  readonly webhooks: WebhookSettings
  readonly people: readonly Person[]
  readonly rules: ApprovalRules
  readonly timing: Timing
  /** How long a restore speaks for what happened before it; the engine's own default if not given. */
  readonly holdDownMs?: number
}

/**
 * The HTTP side: webhooks in, incidents and decisions out. Everything under /api needs a person's bearer token. Errors are
 * `{error, detail}`; what goes wrong inside is logged and answered with 503, never with its text.
 */
export function createServer(settings: ServerSettings): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  })
  // Fastify reads plain text too; a finding that is sent as text is refused by its type, like any other.
  server.removeContentTypeParser('text/plain')
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 503
    if (status < 500) return reply.code(status).send({ error: error.code ?? 'badRequest', detail: error.message })
    settings.runtime.engine.log.error('A request failed.', {
      method: request.method,
      url: request.routeOptions.url,
      error: String(error),
    })
    return reply
      .code(503)
      .send({ error: 'unavailable', detail: 'It was not taken. Try again; the log has the reason.' })
  })
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'notFound', detail: 'There is nothing here.' }))
  server.get('/livez', async () => ({ ok: true }))
  server.get('/readyz', async () => {
    await settings.runtime.ping()
    return { ok: true }
  })
  registerWebhooks(server, settings)
  server.register(
    async (api) => {
      api.addHook('onRequest', bearerAuthentication(settings.people))
      registerIncidentRoutes(api, settings)
      registerBlockRoutes(api, settings.runtime.engine)
    },
    { prefix: '/api' },
  )
  return server
}
