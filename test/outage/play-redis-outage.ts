import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { postFinding, takenOf } from '../support/service/responder.js'
import { createServiceWorld, type ServiceWorld } from '../support/service/service-world.js'
import { type RedisProcess, startRedis } from '../support/services/redis-process.js'
import { useTestPostgres } from '../support/services.js'
import { until } from './until.js'

export interface RedisOutage {
  readonly takenMeanwhile: number
  /** From the return of Redis until the first effect that was ordered while it was away was claimed. */
  readonly resumedMs: number
  /** From the return of Redis until /readyz says 200 again. */
  readonly readyMs: number
}

const FINDINGS = 4

/** One outage of Redis under `serve --no-workers` and two `work` processes; findings come in while it lasts. */
export async function playRedisOutage(outageMs: number): Promise<RedisOutage> {
  const redis = await startRedis()
  if (redis === null) throw new Error('redis-server is not installed.')
  const databaseUrl = (await useTestPostgres()).url
  const roles = Array.from({ length: FINDINGS }, (_, index) => `app-${index}`)
  const world = await createServiceWorld({ databaseUrl, redisUrl: redis.url, roles })
  const db = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  db.on('error', () => undefined) // the query that fails with it rejects
  try {
    return await play(world, db, redis, outageMs)
  } finally {
    await world.close()
    await db.end()
  }
}

async function play(world: ServiceWorld, db: pg.Pool, redis: RedisProcess, outageMs: number): Promise<RedisOutage> {
  const [serve] = await Promise.all([
    world.start(['serve', '--no-workers']),
    world.start(['work']),
    world.start(['work']),
  ])
  const isReady = async () => (await fetch(`${serve.url}/readyz`)).status === 200
  await until(isReady, 5)
  redis.kill('SIGKILL')
  const awayAtMs = performance.now()
  for (let index = 0; index < FINDINGS; index += 1) {
    takenOf(await postFinding(serve.url, world.finding({ role: `app-${index}`, id: String(index).padStart(32, 'c') })))
  }
  await pause(Math.max(0, outageMs - (performance.now() - awayAtMs)))
  const back = await startRedis({ port: redis.port })
  const backAtMs = performance.now()
  try {
    const [resumedMs, readyMs] = await Promise.all([
      until(async () => (await db.query('SELECT 1 FROM effect WHERE attempt > 0 LIMIT 1')).rows.length > 0, 5),
      until(isReady, 20),
    ])
    return { takenMeanwhile: FINDINGS, resumedMs, readyMs }
  } finally {
    await pause(Math.max(0, 200 - (performance.now() - backAtMs)))
    await world.close()
    back?.kill('SIGKILL')
  }
}
