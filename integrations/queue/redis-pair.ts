import { Redis, type RedisOptions } from 'ioredis'
import { QueueRefusedError } from './queue-refused-error.js'
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
  // Capped: with ioredis's own growing pauses work would stand still long after the server is back.
  retryStrategy: (times) => Math.min(25 * 2 ** times, 500),
  // How long an ended connection may keep the process alive, where the other side does not end it too.
  disconnectTimeout: 500,
  // After a failover the old address may be a replica: only a new connection finds the new master.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
}

/**
 * Rejects if the first attempt fails, although ioredis itself would go on trying: with `QueueUnavailableError`, or with
 * `QueueRefusedError` where the server does not let us in. `server` is for messages.
 */
export async function connectRedisPair(
  url: string,
  timeoutMs: number,
  server: string,
  onError: (error: Error) => void,
): Promise<RedisPair> {
  const copies: Redis[] = []
  let lastError: Error | undefined
  const open = (own: Settings): Redis => {
    const settings = { ...RECONNECTING, connectTimeout: timeoutMs, lazyConnect: true, ...own }
    return new CopiedRedis(url, settings, copies).on('error', onError).on('error', (error) => {
      lastError = error
    })
  }
  const producer = open({ enableOfflineQueue: false, commandTimeout: timeoutMs })
  const consumer = open({})
  const disconnect = (): void => {
    // ioredis would keep the process alive for two seconds more, waiting for an ended connection to end.
    for (const redis of [producer, consumer, ...copies]) if (redis.status !== 'end') redis.disconnect()
  }
  // ioredis rejects with "Connection is closed", and tells the reason in an event.
  const connected = Promise.all([producer.connect(), consumer.connect()]).catch((error: Error) => {
    throw lastError ?? error
  })
  try {
    await withQueueTimeout(connected, timeoutMs, `Connecting to ${server}`)
    return { producer, consumer, disconnect }
  } catch (error) {
    disconnect()
    if (lastError !== undefined && LOGIN_REFUSED.test(lastError.message)) throw loginRefused(server, lastError)
    throw error
  }
}

const LOGIN_REFUSED = /WRONGPASS|NOAUTH|NOPERM|invalid password|AUTH .*without any password/

function loginRefused(server: string, cause: Error): QueueRefusedError {
  const sentence = `Tourniquet cannot use ${server}, because it refuses the login (${cause.message}): correct the user and password in the URL of the queue.`
  return new QueueRefusedError(sentence, { cause })
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
