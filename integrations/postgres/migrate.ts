import { type Kysely, Migrator, sql } from 'kysely'
import type { Database } from './database.js'
import { incidents0001 } from './migrations/0001-incidents.js'
import { claimEffect0002 } from './migrations/0002-claim-effect.js'
import { recordStep0003 } from './migrations/0003-record-step.js'
import { writeIntents0004 } from './migrations/0004-write-intents.js'

/** Every migration, in order. One that was released is never edited. */
const migrations = {
  '0001-incidents': incidents0001,
  '0002-claim-effect': claimEffect0002,
  '0003-record-step': recordStep0003,
  '0004-write-intents': writeIntents0004,
}

/** Brings the schema up to date; several processes may ask at once (Kysely takes an advisory lock). Returns what it did. */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => byName() } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('The database schema could not be brought up to date.', { cause: error })
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

function byName() {
  const entries = Object.entries(migrations).map(
    ([name, text]) => [name, { up: (db: Kysely<unknown>) => run(db, text) }] as const,
  )
  return Object.fromEntries(entries)
}

async function run(db: Kysely<unknown>, text: string): Promise<void> {
  await sql.raw(text).execute(db)
}
