import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { useEmbeddedServer } from '../../integrations/postgres/embedded/use-embedded-server.js'
import { startRedis } from '../support/services/redis-process.js'
import { bundleProduct } from './bundle-product.js'

export type QueueKind = 'redis' | 'postgres'

/** What all runs share: one PostgreSQL, one Redis, one bundle of the product, one folder. */
export interface Services {
  readonly launcher: string
  readonly folder: string
  createDatabase(): Promise<string>
  /** The job queue of one slot; runs of one slot come one after the other. */
  queueUrl(kind: QueueKind, slot: number): string | null
  /** Takes everything out of the queue, as when its server was lost. */
  wipeQueue(kind: QueueKind, slot: number, databaseUrl: string): Promise<void>
  dropDatabase(url: string): Promise<void>
  close(): Promise<void>
}

/** Dropping one waits for a checkpoint, which then does for several. */
const DROP_AT_ONCE = 12

/** Starts the shared services. Rejects where Redis is wanted and redis-server is not installed. */
export async function startServices(needsRedis: boolean): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-chaos-'))
  const undo = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return { ...(await start(needsRedis, folder, undo)), folder, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function start(
  needsRedis: boolean,
  folder: string,
  undo: (() => Promise<void>)[],
): Promise<Omit<Services, 'folder' | 'close'>> {
  // PostgreSQL refuses root and then runs as another user, who must get through this folder.
  await chmod(folder, 0o711)
  const launcher = await bundleProduct(join(folder, 'product'))
  const redis = needsRedis ? await startRedis() : null
  if (needsRedis && redis === null) {
    throw new Error('redis-server is not installed: install it, or run with --queue postgres.')
  }
  undo.push(async () => redis?.kill('SIGKILL'))
  const server = await useEmbeddedServer({ dataDir: join(folder, 'database') })
  undo.push(() => server.release())
  const admin = new pg.Pool({ connectionString: server.url, max: 4 })
  admin.on('error', () => undefined) // the query that fails with it rejects
  undo.push(() => admin.end())
  const queueUrl = (kind: QueueKind, slot: number) => (kind === 'redis' ? `${redis?.url}/${slot}` : null)
  return {
    launcher,
    ...databases(admin, server.url),
    queueUrl,
    wipeQueue: (kind, slot, databaseUrl) =>
      kind === 'redis' ? wipeRedis(queueUrl(kind, slot) ?? '') : wipePostgresQueue(databaseUrl),
  }
}

function databases(admin: pg.Pool, serverUrl: string) {
  let created = 0
  const finished: string[] = []
  return {
    createDatabase: async () => {
      created += 1
      const name = `chaos_${created}`
      await admin.query(`CREATE DATABASE ${name}`)
      return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
    },
    dropDatabase: async (url: string) => {
      finished.push(new URL(url).pathname.slice(1))
      if (finished.length < DROP_AT_ONCE) return
      for (const name of finished.splice(0)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function wipeRedis(url: string): Promise<void> {
  const redis = new Redis(url)
  try {
    await redis.flushdb()
  } finally {
    redis.disconnect()
  }
}

/** BullMQ's rows, all of them; a product that was killed while it made these tables is not hindered. */
async function wipePostgresQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname LIKE 'queue\\_%' AND tablename <> 'migration'`,
    )
    if (rows.length > 0) await client.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')}`)
  } finally {
    await client.end()
  }
}
