import { Redis, type RedisOptions } from 'ioredis'
import { withQueueTimeout } from './with-queue-timeout.js'

/**
 * The connections of a queue on Redis. A producer's commands fail at once while Redis is away, or an hour of retries
 * would pile up in memory; a worker's wait, so that it ends its job when Redis is back.
 */
export type RedisPair = {
  readonly producer: Redis
  readonly consumer: Redis
  /** Cuts both, and those that BullMQ made of them. */
  disconnect(): void
}

/** ioredis's constructor takes an absent `replyMapping`, but not an undefined one. */
type Settings = Omit<RedisOptions, 'replyMapping'>

const RECONNECTING: Settings = {
  maxRetriesPerRequest: null,
  retryStrategy: (times) => Math.min(25 * 2 ** times, 1_000),
  // After a failover the old address may be a replica: only a new connection finds the new master.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
}

/** Rejects if the first attempt fails, although ioredis itself would go on trying. `what` as in `withQueueTimeout`. */
export async function connectRedisPair(
  url: string,
  timeoutMs: number,
  what: string,
  onError: (error: Error) => void,
): Promise<RedisPair> {
  const copies: Redis[] = []
  const open = (own: Settings): Redis => {
    const settings = { ...RECONNECTING, connectTimeout: timeoutMs, lazyConnect: true, ...own }
    return new CopiedRedis(url, settings, copies).on('error', onError)
  }
  const producer = open({ enableOfflineQueue: false, commandTimeout: timeoutMs })
  const consumer = open({})
  const disconnect = (): void => {
    for (const redis of [producer, consumer, ...copies]) redis.disconnect()
  }
  try {
    await withQueueTimeout(Promise.all([producer.connect(), consumer.connect()]), timeoutMs, what)
    return { producer, consumer, disconnect }
  } catch (error) {
    disconnect()
    throw error
  }
}

/**
 * A worker waits for jobs on a copy of its connection. BullMQ waits for that copy's end when it closes, which never
 * comes while Redis is away: so the copies are known here, and cut with the rest.
 */
class CopiedRedis extends Redis {
  readonly #copies: Redis[]

  constructor(url: string, settings: Settings, copies: Redis[]) {
    super(url, settings)
    this.#copies = copies
  }

  override duplicate(override?: Partial<RedisOptions>): ReturnType<Redis['duplicate']> {
    const copy = super.duplicate(override)
    this.#copies.push(copy)
    return copy
  }
}
