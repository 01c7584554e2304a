import { createPostgresBackend, type Processor, type Queue, type Worker, withBackend } from 'bullmq'
import pg from 'pg'
import { boundAdds } from './bound-adds.js'
import { JOB_SETTINGS } from './job-settings.js'
import { openMembers } from './open-members.js'
import { emptyQueueSchema, migrateQueueSchema } from './postgres-queue-schema.js'
import type { QueueConnection, QueueOptions } from './queue-connection.js'
import { realmName } from './realm-name.js'
import { sparingLog } from './sparing-log.js'
import { withQueueTimeout } from './with-queue-timeout.js'

const DEFAULT_TIMEOUT_MS = 2_000
const SCHEMA_TIMEOUT_MS = 30_000
/** A server that was stopped answers nothing: without it its queries would hold their connections for ever. */
const QUERY_TIMEOUT_MS = 4_000
const onPostgres = withBackend(createPostgresBackend)

/** BullMQ on PostgreSQL: a schema a realm, made and migrated here. */
export async function connectPostgresQueue(options: QueueOptions): Promise<QueueConnection> {
  const { postgresUrl, realm, log, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const onError = sparingLog(log)
  const server = `the job queue on PostgreSQL at ${new URL(postgresUrl).host}`
  const schema = `queue_${realmName(realm)}`
  const settings = poolSettings(postgresUrl, timeoutMs)
  const members = openMembers(onError)
  const control = new pg.Pool({ ...settings, max: 2 }).on('error', onError)
  const schemas = new pg.Pool({ ...settings, query_timeout: SCHEMA_TIMEOUT_MS, max: 1 }).on('error', onError)
  const ping = async (what = 'Asking'): Promise<void> => {
    await withQueueTimeout(control.query('SELECT'), timeoutMs, `${what} ${server}`)
  }
  const disconnect = async () => void (await Promise.all([control.end(), schemas.end()]))
  try {
    await withQueueTimeout(migrateQueueSchema(schemas, schema), SCHEMA_TIMEOUT_MS, `Preparing ${server}`)
  } catch (error) {
    disconnect().catch(onError)
    throw error
  }
  return {
    kind: 'postgres',
    createQueue: async <Data>(name: string) => {
      await ping('Opening')
      const { job: defaultJobOptions, streams } = JOB_SETTINGS
      const connection = { ...settings, schema, max: 2 }
      const queue = openQueue<Data>(name, { connection, defaultJobOptions, streams })
      return boundAdds(
        await members.admit(queue, timeoutMs, `Opening ${server}`),
        timeoutMs,
        `Adding a job to ${server}`,
      )
    },
    createWorker: async (name, processor, { concurrency }) => {
      await ping('Opening')
      // Jobs share few connections: the server has a hundred for everybody, and each is used for an instant.
      const connection = { ...settings, schema, max: Math.min(concurrency + 1, 5) }
      const worker = openWorker(name, processor, { connection, concurrency, ...JOB_SETTINGS.worker })
      return await members.admit(worker, timeoutMs, `Opening ${server}`)
    },
    ping,
    wipe: () => withQueueTimeout(emptyQueueSchema(schemas, schema), SCHEMA_TIMEOUT_MS, `Wiping ${server}`),
    close: async (patienceMs) => {
      const isAway = await ping('Closing').then(
        () => false,
        () => true,
      )
      await members.closeAll(isAway, disconnect, patienceMs)
    },
  }
}

function poolSettings(connectionString: string, timeoutMs: number) {
  return {
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    Client: ListeningClient,
  }
}

/** BullMQ checks a client out while it starts, and pg ends the process when that client's connection breaks unheard. */
class ListeningClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => undefined) // the query that fails with it rejects
  }
}

/*
 * The two backends give BullMQ's classes different types, which differ in `getBackend()` and in the type of
 * `opts.connection` alone. Nobody outside is to know which backend it is, hence the assertions.
 */

function openQueue<Data>(name: string, options: ConstructorParameters<typeof onPostgres.Queue>[1]): Queue<Data, void> {
  return new onPostgres.Queue<Data, void>(name, options) as unknown as Queue<Data, void>
}

function openWorker<Data>(
  name: string,
  processor: Processor<Data, void>,
  options: ConstructorParameters<typeof onPostgres.Worker>[2],
): Worker<Data, void> {
  return new onPostgres.Worker<Data, void>(name, processor, options) as unknown as Worker<Data, void>
}
