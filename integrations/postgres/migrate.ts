import { type Kysely, Migrator, sql } from 'kysely'
import type { Database } from './database.js'
import { incidents0001 } from './migrations/0001-incidents.js'
import { claimEffect0002 } from './migrations/0002-claim-effect.js'
import { recordStep0003 } from './migrations/0003-record-step.js'
import { writeIntents0004 } from './migrations/0004-write-intents.js'
import { brakes0005 } from './migrations/0005-brakes.js'
import { systemAudit0006 } from './migrations/0006-system-audit.js'
import { checkpoints0007 } from './migrations/0007-checkpoints.js'
import { canaries0008 } from './migrations/0008-canaries.js'
import { copiedFiles0009 } from './migrations/0009-copied-files.js'
import { chatViews0010 } from './migrations/0010-chat-views.js'
import { detectivePulls0011 } from './migrations/0011-detective-pulls.js'
import { renamePrincipal0012 } from './migrations/0012-rename-principal.js'
import { effectSeverity0013 } from './migrations/0013-effect-severity.js'
import { severityOfTrust0014 } from './migrations/0014-severity-of-trust.js'
import { stepFollowsChain0015 } from './migrations/0015-step-follows-chain.js'

/** Every migration, in order. One that was released is never edited. */
const migrations = {
  '0001-incidents': incidents0001,
  '0002-claim-effect': claimEffect0002,
  '0003-record-step': recordStep0003,
  '0004-write-intents': writeIntents0004,
  '0005-brakes': brakes0005,
  '0006-system-audit': systemAudit0006,
  '0007-checkpoints': checkpoints0007,
  '0008-canaries': canaries0008,
  '0009-copied-files': copiedFiles0009,
  '0010-chat-views': chatViews0010,
  '0011-detective-pulls': detectivePulls0011,
  '0012-rename-principal': renamePrincipal0012,
  '0013-effect-severity': effectSeverity0013,
  '0014-severity-of-trust': severityOfTrust0014,
  '0015-step-follows-chain': stepFollowsChain0015,
}

/** A newer version of Tourniquet made this schema: what it means, this one cannot know. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError'
}

export interface SchemaState {
  readonly applied: readonly string[]
  readonly missing: readonly string[]
  /** Applied by a version that knew more than this one. */
  readonly unknown: readonly string[]
}

/** What has been done to this database; changes nothing. */
export async function readSchemaState(db: Kysely<Database>): Promise<SchemaState> {
  const known = Object.keys(migrations)
  const { rows: found } = await sql<{ there: boolean }>`
    SELECT to_regclass('kysely_migration') IS NOT NULL AS there`.execute(db)
  if (found[0]?.there !== true) return { applied: [], missing: known, unknown: [] }
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db)
  const applied = rows.map(({ name }) => name)
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  }
}

/**
 * Brings the schema up to date; several processes may ask at once (Kysely takes an advisory lock). Returns what it did.
 * Throws `NewerSchemaError` where a newer version was here, before anything is changed.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  refuseNewer(await readSchemaState(db))
  const migrator = new Migrator({ db, provider: { getMigrations: async () => byName() } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('The database schema could not be brought up to date.', { cause: error })
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/**
 * Whether there is nothing to do. Asks only to read, so that a role that may not migrate can tell. Throws
 * `NewerSchemaError` where a newer version was here.
 */
export async function isUpToDate(db: Kysely<Database>): Promise<boolean> {
  const state = await readSchemaState(db)
  refuseNewer(state)
  return state.missing.length === 0
}

function refuseNewer({ unknown }: SchemaState): void {
  if (unknown.length === 0) return
  throw new NewerSchemaError(
    `The database has the schema of a newer Tourniquet (${unknown.join(', ')}). Install that version, or restore the backup of before its \`tourniquet migrate\`.`,
  )
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
