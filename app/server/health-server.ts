import Fastify, { type FastifyInstance } from 'fastify'
import { registerHealthRoutes } from './health/health-routes.js'
import type { MetricSources } from './metrics/all-metrics.js'
import { registerMetricsRoute } from './metrics/metrics-routes.js'

const REQUEST_TIMEOUT_MS = 5_000

/**
 * A port of its own for whoever looks after the process: health and metrics, without a token. It is for the orchestrator and
 * the scraper alone, since open incidents tell an intruder that he was seen: bind it where nobody else gets to.
 */
export function createHealthServer(sources: MetricSources): FastifyInstance {
  const server = Fastify({
    bodyLimit: 1_024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  })
  registerHealthRoutes(server, sources.probe)
  registerMetricsRoute(server, sources)
  return server
}
