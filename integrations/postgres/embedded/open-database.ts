import pg from 'pg'
import { caughtError, errorCode } from './caught-error.js'
import { SUPERUSER } from './create-cluster.js'
import { EmbeddedServerError } from './embedded-server-error.js'
import type { ServerFolder } from './server-folder.js'

const DATABASE = 'tourniquet'

/**
 * Makes sure that the database is there and opens, and returns its URL. Fails with `damaged` where the server refuses
 * our password, `start-failed` where it does not answer.
 */
export async function openDatabase(folder: ServerFolder, port: number, password: string): Promise<string> {
  const urlOf = (database: string): string => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
  try {
    const found = await query(urlOf('postgres'), `SELECT FROM pg_database WHERE datname = '${DATABASE}'`)
    if (found === 0) await create(urlOf('postgres'))
    return urlOf(DATABASE)
  } catch (error) {
    throw refused(folder, caughtError(error))
  }
}

/** What PostgreSQL says where another has made it meanwhile, before or while it looked itself: duplicate_database, unique_violation. */
const madeByAnother = new Set(['42P04', '23505'])

/** A start that was killed may have asked for it: the server goes on with that while the next start looks. */
async function create(connectionString: string): Promise<void> {
  try {
    await query(connectionString, `CREATE DATABASE ${DATABASE}`)
  } catch (error) {
    if (!madeByAnother.has(errorCode(error))) throw error
  }
}

/** Runs one statement on a connection of its own and returns the number of rows. */
async function query(connectionString: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  // The failing query rejects as well; without a listener the event would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(statement)).rows.length
  } finally {
    await client.end().catch(() => undefined) // a connection that never opened has nothing to end
  }
}

function refused(folder: ServerFolder, cause: Error): EmbeddedServerError {
  const wrongPassword = errorCode(cause) === '28P01'
  const sentence = wrongPassword
    ? `The embedded PostgreSQL server refuses the password in ${folder.record}, which does not belong to its data: restore that file, or move ${folder.root} away to start with an empty database.`
    : `The embedded PostgreSQL server runs but does not answer (${cause.message}): look into ${folder.log}, then try again.`
  return new EmbeddedServerError(wrongPassword ? 'damaged' : 'start-failed', sentence, { cause })
}
