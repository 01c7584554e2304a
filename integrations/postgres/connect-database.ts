import { isNativeError } from 'node:util/types'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../../src/engine/engine.js'
import type { Database } from './database.js'
import { lendingPool } from './lending-pool.js'

/** The database cannot be used now. Retryable: what was asked for did not happen, or will be found done on the next try. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}

export interface DatabaseOptions {
  readonly url: string
  readonly maxConnections?: number
  /** The longest that one query may take; 15 s. */
  readonly queryTimeoutMs?: number
  readonly log: Log
}

/** A pool on PostgreSQL. Connection errors outside a query are logged, not thrown: the next query finds out for itself. */
export function connectDatabase(options: DatabaseOptions): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 60_000,
    query_timeout: options.queryTimeoutMs ?? 15_000,
    keepAlive: true,
    application_name: 'tourniquet',
  })
  // Without a listener a dropped idle connection would end the process.
  pool.on('error', (error) => options.log.warn('A database connection was lost.', { error: error.message }))
  // The pool listens to idle connections alone: one that breaks under a query would end the process, too. The query rejects.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: lendingPool(pool) }) })
}

/** SQLSTATE classes that mean "not now": connection trouble, resources, shutdown, serialisation. */
const passing = /^(08|53|57P|40)/

/** Runs a query; what passes by itself becomes StoreUnavailableError, everything else stays the bug that it is. */
export async function onDatabase<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (cause) {
    if (isPassing(cause)) {
      const why = wordsOf(cause)
      throw new StoreUnavailableError(
        `PostgreSQL does not answer (${why}). Check that it runs and DATABASE_URL is right.`,
        {
          cause,
        },
      )
    }
    throw cause
  }
}

/** Node's error for a name with several addresses has a code and no words. */
function wordsOf(error: unknown): string {
  if (!isNativeError(error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

function isPassing(error: unknown): boolean {
  // Not `instanceof`: that misses Node's own errors where code runs in another context.
  if (!isNativeError(error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (passing.test(code) || /^E(CONN|PIPE|TIMEDOUT|HOST)/.test(code)) return true
  return /Connection terminated|timeout|Query read timeout/i.test(error.message)
}
