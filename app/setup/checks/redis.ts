import { Redis } from 'ioredis'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'Redis'
const LEAST_MAJOR = 6

/** Whether the queue's server can be used. Reads INFO alone: managed services forbid CONFIG. `url` null: there is none. */
export async function checkRedis(url: string | null, signal: AbortSignal): Promise<CheckLine[]> {
  if (url === null) return [green(name, 'none is configured: jobs go over PostgreSQL')]
  if (!URL.canParse(url))
    return [red(name, 'REDIS_URL or queue.url is no URL', 'Write redis://HOST:6379, or rediss:// with TLS.')]
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    retryStrategy: () => null,
    // Longer, and an ended connection would keep this process alive.
    disconnectTimeout: 200,
    maxRetriesPerRequest: 0,
  })
  const failure: { error: Error | null } = { error: null }
  // ioredis rejects with "Connection is closed", and tells the reason in an event.
  redis.on('error', (error: Error) => {
    failure.error = error
  })
  signal.addEventListener('abort', () => redis.disconnect(), { once: true })
  try {
    await redis.connect()
    return linesOf(await redis.info())
  } catch (error) {
    const why = wordsOf(failure.error ?? (error instanceof Error ? error : new Error(String(error))))
    const cure = 'Check that it runs, REDIS_URL, the network on the way, and the user and password.'
    return [red(name, `${new URL(url).host}: ${why}`, cure)]
  } finally {
    redis.disconnect()
  }
}

/** Node's error for a name with several addresses has a code and no words. */
function wordsOf(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name)
}

function linesOf(info: string): CheckLine[] {
  const field = (key: string): string | undefined => new RegExp(`^${key}:(\\S+)`, 'm').exec(info)?.[1]
  return [
    aboutVersion(field('redis_version') ?? 'unknown'),
    aboutEviction(field('maxmemory_policy')),
    aboutDisk(field('aof_enabled'), field('aof_last_write_status')),
    ...(field('role') === 'slave'
      ? [red(name, 'this is a replica, which takes no writes', 'Point REDIS_URL at the primary.')]
      : []),
  ]
}

function aboutVersion(version: string): CheckLine {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < LEAST_MAJOR || (major === LEAST_MAJOR && minor < 2)
  return isOld ? red(name, `${version} is too old`, 'Upgrade to Redis 6.2 or later.') : green(name, version)
}

function aboutEviction(policy: string | undefined): CheckLine {
  const check = 'Redis eviction'
  const cure = 'Set maxmemory-policy noeviction there: with any other, a full Redis deletes jobs.'
  if (policy === undefined) return yellow(check, 'the server does not tell its maxmemory-policy', cure)
  return policy === 'noeviction' ? green(check, policy) : red(check, `maxmemory-policy is ${policy}`, cure)
}

function aboutDisk(aof: string | undefined, lastWrite: string | undefined): CheckLine {
  const check = 'Redis AOF'
  if (aof === '1' && lastWrite === 'err')
    return red(check, 'its last write failed', 'Look at the disk of the Redis server.')
  if (aof === '1') return green(check, 'on')
  const cure =
    'Set appendonly yes. Nothing is lost without it, for PostgreSQL has the record; work resumes later after a crash.'
  return yellow(check, aof === undefined ? 'the server does not tell' : 'off', cure)
}
