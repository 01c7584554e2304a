import { spawn } from 'node:child_process'
import { Redis } from 'ioredis'
import { freePort } from '../../../integrations/postgres/embedded/free-port.js'

/** A redis-server started for a test, with nothing on disk. */
export type RedisProcess = {
  readonly url: string
  readonly port: number
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

export type RedisSettings = { readonly port?: number; readonly maxmemoryPolicy?: string; readonly password?: string }

/**
 * Runs redis-server and reads on until its input ends. The other end of that input is ours: when our process ends,
 * however it does, so does the server.
 */
const SUPERVISOR = 'redis-server "$@" >/dev/null & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null'

/** Starts a Redis and waits until it answers; null where redis-server is not installed. */
export async function startRedis(settings: RedisSettings = {}): Promise<RedisProcess | null> {
  const port = settings.port ?? (await freePort())
  const supervisor = spawn(
    'sh',
    ['-c', `command -v redis-server >/dev/null || exit 1; ${SUPERVISOR}`, 'redis', ...argumentsOf(settings, port)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const pid = await firstLine(supervisor.stdout)
  if (pid === null) return null
  for (const handle of [supervisor, supervisor.stdin, supervisor.stdout]) {
    if ('unref' in handle && typeof handle.unref === 'function') handle.unref()
  }
  const credentials = settings.password === undefined ? '' : `:${settings.password}@`
  const url = `redis://${credentials}127.0.0.1:${port}`
  await answer(url)
  return { url, port, kill: (signal) => process.kill(Number(pid), signal) }
}

function argumentsOf({ maxmemoryPolicy, password }: RedisSettings, port: number): string[] {
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--maxmemory-policy', maxmemoryPolicy ?? 'noeviction']
  const login = password === undefined ? [] : ['--requirepass', password]
  return [...own, ...login, '--save', '', '--appendonly', 'no', '--daemonize', 'no']
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string | null> {
  return new Promise((resolve) => {
    stream.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()))
    stream.once('end', () => resolve(null))
  })
}

async function answer(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 })
  redis.on('error', () => undefined) // refused until it listens
  try {
    await redis.ping()
  } finally {
    redis.disconnect()
  }
}
