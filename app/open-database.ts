import { join, resolve } from 'node:path'
import { isNativeError } from 'node:util/types'
import type { Kysely } from 'kysely'
import { connectDatabase } from '../integrations/postgres/connect-database.js'
import type { Database } from '../integrations/postgres/database.js'
import { useEmbeddedServer } from '../integrations/postgres/embedded/use-embedded-server.js'
import { isUpToDate, migrate } from '../integrations/postgres/migrate.js'
import { grantRuntimeRole, ownRuntimeRole } from '../integrations/postgres/runtime-role.js'
import type { Log } from '../src/engine/engine.js'
import type { Config } from './config.js'
import { databaseRefusal } from './database-refusal.js'

/** Which URLs a process reaches its database with. */
export interface DatabaseUrls {
  /** What it runs as. */
  readonly databaseUrl: string
  /** The owner of the tables, for migrations only; null: the same, or somebody else migrates. */
  readonly migrateUrl: string | null
  readonly log: Log
  /** The longest that one query may take; what serves people and leases gives up sooner than what reads a whole record. */
  readonly queryTimeoutMs?: number
}

/**
 * EventBridge waits 5 s for an answer, and a lease lasts as long: what a server that says nothing was asked for is over before.
 */
const QUERY_TIMEOUT_MS = 4_000

/** The schema is not this program's, and the role that it runs as may not change that. */
export class SchemaBehindError extends Error {
  override readonly name = 'SchemaBehindError'
}

/**
 * Brings the schema up to date, as its owner if one is given, and connects as the role to run as. Every process of a
 * version may so start alone.
 */
export async function openDatabase({
  databaseUrl,
  migrateUrl,
  log,
  queryTimeoutMs = QUERY_TIMEOUT_MS,
}: DatabaseUrls): Promise<Kysely<Database>> {
  if (migrateUrl !== null) await migrateAsOwner({ databaseUrl, migrateUrl, log })
  const db = connectDatabase({ url: databaseUrl, log, queryTimeoutMs })
  try {
    if (migrateUrl === null && !(await isUpToDate(db))) await migrateAsOneself(databaseUrl, log)
    return db
  } catch (error) {
    await db.destroy()
    throw isNativeError(error) ? databaseRefusal(error, databaseUrl) : error
  }
}

/** Returns what was done. */
export async function migrateAsOwner({
  databaseUrl,
  migrateUrl,
  log,
}: DatabaseUrls & { readonly migrateUrl: string }): Promise<string[]> {
  const owner = connectDatabase({ url: migrateUrl, log, maxConnections: 2 })
  try {
    const done = await migrateLoudly(owner, log)
    await grantRuntimeRole(owner, decodeURIComponent(new URL(databaseUrl).username))
    return done
  } catch (error) {
    throw isNativeError(error) ? databaseRefusal(error, migrateUrl) : error
  } finally {
    await owner.destroy()
  }
}

/** Each step that was done is a line of the log: `migration` names it. */
async function migrateLoudly(db: Kysely<Database>, log: Log): Promise<string[]> {
  const done = await migrate(db)
  for (const migration of done) log.info(`Database schema: applied ${migration}.`, { migration })
  return done
}

/** By a connection of its own: a migration may take longer than a query of the service. */
async function migrateAsOneself(databaseUrl: string, log: Log): Promise<void> {
  const db = connectDatabase({ url: databaseUrl, log, maxConnections: 2 })
  try {
    await migrateLoudly(db, log)
  } catch (cause) {
    const code = cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause ? cause.cause.code : ''
    if (code !== '42501') throw cause
    const message =
      'The database schema is not up to date, and the role of database.url may not change it. Run tourniquet migrate with the owner as database.migrateUrl (DATABASE_MIGRATE_URL).'
    throw new SchemaBehindError(message, { cause })
  } finally {
    await db.destroy()
  }
}

const EMBEDDED_ROLE = 'tourniquet_runtime'

export interface ConfiguredUrls extends Omit<DatabaseUrls, 'log'> {
  /** Where BullMQ may make its schemas; not given: at `databaseUrl`. */
  readonly queueDatabaseUrl?: string
}

/**
 * The database of a configuration; without a URL the embedded server is started or joined, and `undo` gets what leaves it.
 * That one is all ours: the program runs there as a role that cannot change the record, like anywhere else.
 */
export async function databaseUrls(
  { dataDir, database }: Pick<Config, 'dataDir' | 'database'>,
  log: Log,
  undo: (() => Promise<void>)[],
): Promise<ConfiguredUrls> {
  if (database.url !== null) return { databaseUrl: database.url, migrateUrl: database.migrateUrl }
  const options = { dataDir: join(resolve(dataDir), 'database'), onProgress: (message: string) => log.info(message) }
  const embedded = await useEmbeddedServer(options)
  undo.push(() => embedded.release())
  // BullMQ makes a schema a realm and keeps it up to date by itself; it holds nothing of the record.
  return { databaseUrl: await prepareEmbedded(embedded.url, log), migrateUrl: null, queueDatabaseUrl: embedded.url }
}

/** Migrates as the superuser, makes the runtime role, and returns its URL. */
async function prepareEmbedded(ownerUrl: string, log: Log): Promise<string> {
  const owner = connectDatabase({ url: ownerUrl, log, maxConnections: 2 })
  try {
    await migrateLoudly(owner, log)
    return await ownRuntimeRole(owner, ownerUrl, EMBEDDED_ROLE)
  } finally {
    await owner.destroy()
  }
}
