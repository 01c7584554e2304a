import type { FastifyInstance } from 'fastify'
import { isLoopback } from '../../setup/is-loopback.js'
import { readVersion } from '../../version.js'
import type { Health } from './health.js'
import type { HealthProbe } from './health-probe.js'

/**
 * `/livez`: this process and its event loop, by the very answer. `/readyz`: everything that an incident needs to move, the
 * workers of other processes included. `/readyz/intake`: whether findings are taken in, which the database alone decides;
 * this is the one for load balancers, since a queue that is away must not turn findings away.
 */
export function registerHealthRoutes(server: FastifyInstance, probe: HealthProbe): void {
  const answer = (health: Health) => ({ status: health.ready ? 200 : 503, health })
  const { name, version } = readVersion()
  // Strangers need not learn which version to attack; `doctor` asks on the machine itself.
  server.get('/livez', async ({ ip, headers }) =>
    isLoopback(ip) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
      ? { ok: true, name, version }
      : { ok: true },
  )
  server.get('/readyz', async (_, reply) => {
    const { status, health } = answer(probe.health())
    return reply.code(status).header('cache-control', 'no-store').send(health)
  })
  server.get('/readyz/intake', async (_, reply) => {
    const { status, health } = answer(probe.intake())
    return reply.code(status).header('cache-control', 'no-store').send(health)
  })
}
