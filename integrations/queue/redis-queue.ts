import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { boundAdds } from './bound-adds.js'
import { evictionGuard } from './eviction-guard.js'
import { JOB_SETTINGS } from './job-settings.js'
import { openMembers } from './open-members.js'
import type { QueueConnection, QueueOptions } from './queue-connection.js'
import { realmName } from './realm-name.js'
import { connectRedisPair } from './redis-pair.js'
import { sparingLog } from './sparing-log.js'
import { withQueueTimeout } from './with-queue-timeout.js'

const DEFAULT_TIMEOUT_MS = 2_000
const WIPE_TIMEOUT_MS = 30_000

/** BullMQ on Redis: a key prefix a realm. */
export async function connectRedisQueue(
  options: QueueOptions & { readonly redisUrl: string },
): Promise<QueueConnection> {
  const { redisUrl, realm, log, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const onError = sparingLog(log)
  const server = `the job queue on Redis at ${new URL(redisUrl).host}`
  const prefix = `tourniquet:${realmName(realm)}`
  const members = openMembers(onError)
  const { producer, consumer, disconnect } = await connectRedisPair(redisUrl, timeoutMs, server, onError)
  const policy = evictionGuard(producer, server, log)
  const ping = async (what = 'Asking'): Promise<void> => {
    await withQueueTimeout(policy.check(), timeoutMs, `${what} ${server}`)
  }
  try {
    await ping()
  } catch (error) {
    disconnect()
    throw error
  }
  // After a failover the address may lead to another server, which nobody has looked at.
  producer.on('ready', () => void ping().catch(onError))
  return {
    kind: 'redis',
    createQueue: async <Data>(name: string) => {
      await ping('Opening')
      const { job: defaultJobOptions, streams } = JOB_SETTINGS
      const queue = new Queue<Data, void>(name, { connection: producer, prefix, defaultJobOptions, streams })
      const opened = await members.admit(queue, timeoutMs, `Opening ${server}`)
      return boundAdds(opened, timeoutMs, `Adding a job to ${server}`, policy.recheckIfRefused)
    },
    createWorker: async (name, processor, { concurrency }) => {
      await ping('Opening')
      const worker = new Worker(name, processor, { connection: consumer, prefix, concurrency, ...JOB_SETTINGS.worker })
      return await members.admit(worker, timeoutMs, `Opening ${server}`)
    },
    ping,
    wipe: () => withQueueTimeout(deleteKeys(producer, prefix), WIPE_TIMEOUT_MS, `Wiping ${server}`),
    close: async (patienceMs) => {
      const isAway = await ping('Closing').then(
        () => false,
        () => true,
      )
      await members.closeAll(isAway, async () => disconnect(), patienceMs)
    },
  }
}

async function deleteKeys(redis: Redis, prefix: string): Promise<void> {
  let cursor = '0'
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}:*`, 'COUNT', 1_000)
    if (keys.length > 0) await redis.unlink(...keys)
    cursor = next
  } while (cursor !== '0')
}
