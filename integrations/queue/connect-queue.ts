import { connectPostgresQueue } from './postgres-queue.js'
import type { QueueConnection, QueueOptions } from './queue-connection.js'
import { connectRedisQueue } from './redis-queue.js'

/**
 * Connects to the queue: on Redis where a URL is given, else on PostgreSQL. The only place that chooses.
 * Rejects with `QueueUnavailableError` where the server does not answer in time, with `QueueRefusedError` where its
 * settings would lose jobs.
 */
export async function connectQueue(options: QueueOptions): Promise<QueueConnection> {
  const { redisUrl } = options
  const onRedis = redisUrl !== null
  const connection = onRedis ? await connectRedisQueue({ ...options, redisUrl }) : await connectPostgresQueue(options)
  let closing: Promise<void> | undefined
  const close = (patienceMs?: number): Promise<void> => {
    closing ??= connection.close(patienceMs)
    return closing
  }
  return { ...connection, close }
}
