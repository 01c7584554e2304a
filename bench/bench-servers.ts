import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { useEmbeddedServer } from '../integrations/postgres/embedded/use-embedded-server.js'

export interface BenchQueue {
  readonly kind: 'redis' | 'postgres'
  readonly redisUrl: string | null
}

export interface BenchServers {
  readonly databaseUrl: string
  readonly queues: readonly BenchQueue[]
  close(): Promise<void>
}

/** Servers of the bench's own: PostgreSQL with fsync, and Redis with `appendfsync always`, so that both sides are durable alike. */
export async function startBenchServers(say: (text: string) => void): Promise<BenchServers> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-bench-'))
  await chmod(folder, 0o711)
  const postgres = await useEmbeddedServer({ dataDir: join(folder, 'database') })
  const redis = await startRedis(folder).catch(() => null)
  if (redis === null) say('Redis part skipped: no redis-server on the PATH')
  const onPostgres: BenchQueue = { kind: 'postgres', redisUrl: null }
  return {
    databaseUrl: postgres.url,
    queues: redis === null ? [onPostgres] : [{ kind: 'redis', redisUrl: redis.url }, onPostgres],
    close: async () => {
      await redis?.stop()
      await postgres.release()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function startRedis(folder: string) {
  const port = await freePort()
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction']
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...durable], {
    stdio: 'ignore',
  })
  await once(server, 'spawn')
  const url = `redis://127.0.0.1:${port}`
  await untilAnswers(url)
  return {
    url,
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
    },
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => {})
    const answered = await client.connect().then(
      () => true,
      () => false,
    )
    client.disconnect()
    if (answered) return
    await pause(100)
  }
  throw new Error('redis-server does not answer.')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}
