import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { allMetrics, type MetricSources } from './all-metrics.js'
import { EXPOSITION_TYPE, renderMetrics } from './exposition.js'
import type { ProcessMetrics } from './process-metrics.js'

/** Scrapers that come more often than this get the same text: a scrape asks the database. */
const FRESH_MS = 2_000

/** `/metrics`, as Prometheus reads it. Who may read it is up to the scope that it is registered in. */
export function registerMetricsRoute(server: FastifyInstance, sources: MetricSources): void {
  const state: { text: Promise<string>; atMs: number } = { text: Promise.resolve(''), atMs: Number.NEGATIVE_INFINITY }
  server.get('/metrics', async (_, reply) => {
    if (performance.now() - state.atMs > FRESH_MS) {
      state.atMs = performance.now()
      state.text = allMetrics(sources).then(renderMetrics)
    }
    return reply.header('content-type', EXPOSITION_TYPE).send(await state.text)
  })
}

const decided = z.object({ question: z.enum(['contain', 'restore']), decision: z.enum(['approve', 'deny']) })

/** Counts answers by route and parsed values alone: no label ever holds what a request says. */
export function countAnswers(server: FastifyInstance, metrics: ProcessMetrics): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? ''
    const [, source] = /^\/webhooks\/([a-z-]+)(\/\*)?$/.exec(route) ?? []
    const status = reply.statusCode
    if (source !== undefined) metrics.webhookAnswered({ source, status, tookMs: reply.elapsedTime })
    if (route === '/api/incidents/:id/decisions') {
      const parsed = decided.safeParse(request.body)
      const { question, decision } = parsed.success ? parsed.data : { question: 'other', decision: 'other' }
      metrics.decisionAnswered({ question, decision, status })
    }
  })
}
