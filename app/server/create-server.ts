import Fastify, { type FastifyInstance } from 'fastify'
import type { ApprovalRules } from '../../src/incidents/decide.js'
import type { OpeningSettings } from '../opening.js'
import type { Realms } from '../realms.js'
import { registerBlockRoutes } from './block-routes.js'
import { registerBrakeRoutes } from './brake-routes.js'
import { registerDecisionRoutes } from './decision-routes.js'
import { registerFindingRoutes } from './finding-routes.js'
import { type HealthProbe, startHealthProbe } from './health/health-probe.js'
import { registerHealthRoutes } from './health/health-routes.js'
import { httpLimits } from './http-limits.js'
import { registerIncidentRoutes } from './incident-routes.js'
import type { MetricSources, ShownRealm } from './metrics/all-metrics.js'
import { countAnswers, registerMetricsRoute } from './metrics/metrics-routes.js'
import { bearerAuthentication, type Person } from './people.js'
import { permitted } from './permitted.js'
import { registerRequestRoutes } from './request-routes.js'
import { registerWebhooks, type WebhookSettings } from './webhooks.js'

/** Findings are a few kilobytes; GuardDuty's largest stay far below this. */
const BODY_LIMIT_BYTES = 1024 * 1024

/** Where Slack's requests come in. Handed in whole: who does without Slack does not load what it takes. */
export interface SlackDoor {
  register(server: FastifyInstance): void
}

export interface ServerSettings extends OpeningSettings {
  readonly realms: Realms
  readonly webhooks: WebhookSettings
  readonly people: readonly Person[]
  readonly rules: ApprovalRules
  /** Reads /metrics and nothing else; people may read it as well. */
  readonly metricsTokenSha256?: string | null
  /** Looks at the parts already; without it the server starts a probe of its own. */
  readonly probe?: HealthProbe
  /** Where Slack posts to; null or left out: it does not. */
  readonly slack?: SlackDoor | null
  /** The realms that are shown in Slack. */
  readonly shown?: readonly ShownRealm[]
}

/**
 * The HTTP side: webhooks in, incidents and decisions out. Everything under /api needs a person's bearer token. Errors are
 * `{error, detail}`; what goes wrong inside is logged and answered with 503, never with its text.
 */
export function createServer(settings: ServerSettings): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    ...httpLimits,
    // Requests under way are answered before the server is closed; senders would otherwise repeat what was taken.
    forceCloseConnections: 'idle',
  })
  const sources = sourcesOf(settings, server)
  // Fastify reads plain text too; a finding that is sent as text is refused by its type, like any other.
  server.removeContentTypeParser('text/plain')
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 503
    if (status < 500) return reply.code(status).send({ error: error.code ?? 'badRequest', detail: error.message })
    settings.realms.home.engine.log.error('A request failed.', {
      method: request.method,
      url: request.routeOptions.url,
      error: String(error),
    })
    return reply
      .code(503)
      .send({ error: 'unavailable', detail: 'It was not taken. Try again; the log has the reason.' })
  })
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'notFound', detail: 'There is nothing here.' }))
  countAnswers(server, sources.metrics)
  registerHealthRoutes(server, sources.probe)
  server.register(async (scope) => {
    scope.addHook('onRequest', bearerAuthentication([...settings.people, ...scraper(settings.metricsTokenSha256)]))
    registerMetricsRoute(scope, sources)
  })
  registerWebhooks(server, settings)
  settings.slack?.register(server)
  server.register(
    async (api) => {
      api.addHook('onRequest', bearerAuthentication(settings.people))
      api.addHook('onRequest', permitted(settings.rules, 'view'))
      registerIncidentRoutes(api, settings)
      registerDecisionRoutes(api, settings)
      registerRequestRoutes(api, settings)
      registerFindingRoutes(api, settings)
      registerBlockRoutes(api, settings.realms)
      registerBrakeRoutes(api, settings)
    },
    { prefix: '/api' },
  )
  return server
}

function sourcesOf({ realms, probe, shown = [] }: ServerSettings, server: FastifyInstance): MetricSources {
  const { metrics } = realms.home
  if (probe !== undefined) return { runtimes: realms.all, metrics, probe, shown }
  const own = startHealthProbe(realms.all)
  server.addHook('onClose', async () => own.stop())
  return { runtimes: realms.all, metrics, probe: own, shown }
}

function scraper(tokenSha256: string | null | undefined): Person[] {
  return tokenSha256 === null || tokenSha256 === undefined ? [] : [{ name: 'metrics', tokenSha256 }]
}
