import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import {
  type Checkpoint,
  type CheckpointHead,
  checkpointHeadSchema,
  checkpointSchema,
  type DatabaseIdentity,
  SYSTEM_CHAIN,
} from '../../src/audit/checkpoint.js'
import type { CheckpointStore } from '../../src/audit/checkpoint-store.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'
import { FILES_SETTING } from './embedded/files-mark.js'

/** Checkpoints of one realm. INSERT and SELECT are enough for all of it. */
export function postgresCheckpointStore(db: Kysely<Database>, realm: string): CheckpointStore {
  return {
    take: (make) => onDatabase(() => db.transaction().execute((transaction) => take(transaction, realm, make))),
    newest: () => onDatabase(() => newest(db, realm)),
    hashOf: (number) =>
      onDatabase(async () => {
        const row = await db
          .selectFrom('checkpoint')
          .select('hash')
          .where((where) => where.and({ realm, number }))
          .executeTakeFirst()
        return row?.hash ?? null
      }),
    identity: () => onDatabase(() => identity(db)),
    acknowledged: () =>
      onDatabase(() =>
        db.selectFrom('anchored').select(['sink', 'number', 'hash']).where('realm', '=', realm).execute(),
      ),
    anchoredUpTo: (sink) =>
      onDatabase(async () => {
        const row = await db
          .selectFrom('anchored')
          .select(({ fn }) => fn.max('number').as('number'))
          .where((where) => where.and({ realm, sink }))
          .executeTakeFirst()
        return row?.number ?? 0
      }),
    acknowledge: (anchored) =>
      onDatabase(async () => {
        await db
          .insertInto('anchored')
          .values({ realm, ...anchored })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }),
  }
}

async function take(
  db: Kysely<Database>,
  realm: string,
  make: Parameters<CheckpointStore['take']>[0],
): Promise<Checkpoint | null> {
  const { rows } = await sql<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`tourniquet checkpoints ${realm}`}, 0)) AS mine`.execute(db)
  if (rows[0]?.mine !== true) return null
  const changed = await changedHeads(db, realm)
  // After the heads were read: nothing that the checkpoint names is younger than its date.
  const at = await serverTime(db)
  const checkpoint = make({ at, database: await identity(db), newest: await newest(db, realm), changed })
  if (checkpoint !== null) await insert(db, realm, checkpoint)
  return checkpoint
}

async function serverTime(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ at: Date }>`SELECT clock_timestamp() AS at`.execute(db)
  return z.date().parse(rows[0]?.at).toISOString()
}

/** All of them: what a checkpoint does not name has not moved, and verification goes by that. */
async function changedHeads(db: Kysely<Database>, realm: string): Promise<CheckpointHead[]> {
  const { rows } = await sql<{ chain: string; seq: number; hash: string }>`
    SELECT chain, seq, hash FROM (
      SELECT id AS chain, audit_seq AS seq, audit_hash AS hash FROM incident WHERE realm = ${realm}
      UNION ALL
      (SELECT ${SYSTEM_CHAIN}, seq, hash FROM system_audit WHERE realm = ${realm} ORDER BY seq DESC LIMIT 1)
    ) AS head
    WHERE seq > coalesce((SELECT max(known.seq) FROM checkpoint_head AS known
      WHERE known.realm = ${realm} AND known.chain = head.chain), 0)`.execute(db)
  return rows.map((row) => checkpointHeadSchema.parse(row))
}

async function insert(db: Kysely<Database>, realm: string, checkpoint: Checkpoint): Promise<void> {
  const { body, prevHash, hash, signature } = checkpoint
  const { number, heads } = body
  await db
    .insertInto('checkpoint')
    .values({ realm, number, body: JSON.stringify(body), prev_hash: prevHash, hash, signature })
    .execute()
  await sql`INSERT INTO checkpoint_head (realm, chain, seq, number)
    SELECT ${realm}, chain, seq, ${number}::integer
    FROM jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) AS head (chain text, seq integer)`.execute(db)
}

async function newest(db: Kysely<Database>, realm: string): Promise<Checkpoint | null> {
  const row = await db
    .selectFrom('checkpoint')
    .selectAll()
    .where('realm', '=', realm)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return checkpointSchema.parse({ body: row.body, prevHash: row.prev_hash, hash: row.hash, signature: row.signature })
}

const identityRow = z.object({
  instance: z.string(),
  oid: z.string(),
  readable: z.boolean(),
  files: z.string().nullable(),
})

async function identity(db: Kysely<Database>): Promise<DatabaseIdentity> {
  const { rows } = await sql<object>`
    SELECT (SELECT min(id) FROM database_instance) AS instance,
      (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS oid,
      has_function_privilege('pg_control_system()', 'EXECUTE') AS readable,
      nullif(current_setting(${FILES_SETTING}, true), '') AS files`.execute(db)
  const { instance, oid, readable, files } = identityRow.parse(rows[0])
  const system = readable ? await systemIdentifier(db) : null
  return { systemIdentifier: system, databaseOid: oid, instanceId: instance, files }
}

/** A statement of its own: PostgreSQL checks the privilege on a function even where CASE would not call it. */
async function systemIdentifier(db: Kysely<Database>): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`SELECT system_identifier::text AS id FROM pg_control_system()`.execute(db)
  return rows[0]?.id ?? null
}
