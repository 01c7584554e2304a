import { isNativeError } from 'node:util/types'
import { assertSchemaCompatibility, LATEST_SCHEMA_VERSION, runMigrations, SchemaMigrationRequiredError } from 'bullmq'
import type pg from 'pg'

const DEADLOCK = '40P01'
const WIPE_ATTEMPTS = 10

/**
 * Brings BullMQ's tables in this schema to the version of the library, in one transaction; concurrent callers wait for
 * each other. Asks first, since the migration needs the right to create schemas even where there is nothing to do.
 */
export async function migrateQueueSchema(pool: pg.Pool, schema: string): Promise<void> {
  if ((await versionOf(pool, schema)) >= LATEST_SCHEMA_VERSION) return
  const client = await pool.connect()
  try {
    await runMigrations(client, schema)
  } finally {
    client.release()
  }
}

async function versionOf(pool: pg.Pool, schema: string): Promise<number> {
  try {
    return await assertSchemaCompatibility(pool, schema)
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0
    throw error
  }
}

/**
 * Deletes every row but the record of migrations. TRUNCATE locks all tables, and running workers lock some of them in
 * another order: PostgreSQL then ends one of the two, and where it is this one, it starts over.
 */
export async function emptyQueueSchema(pool: pg.Pool, schema: string, attempt = 1): Promise<void> {
  const tables = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = $1 AND tablename <> 'migration' ORDER BY tablename <> 'job', tablename`,
    [schema],
  )
  try {
    await pool.query(`TRUNCATE ${tables.rows.map(({ name }) => name).join(', ')}`)
  } catch (error) {
    const deadlocked = isNativeError(error) && 'code' in error && error.code === DEADLOCK
    if (!deadlocked || attempt >= WIPE_ATTEMPTS) throw error
    await emptyQueueSchema(pool, schema, attempt + 1)
  }
}
