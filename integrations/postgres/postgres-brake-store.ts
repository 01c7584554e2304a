import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import {
  type BlockPlaces,
  type Brake,
  type BrakeName,
  type BrakeStore,
  type HeldWrite,
  holdKey,
  holdSchema,
} from '../../src/engine/brakes.js'
import type { IncidentStore, StepRecord } from '../../src/engine/incident-store.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'
import { stepResultSchema } from './rows.js'

/** The realm of a brake that holds all of them. */
const EVERY_REALM = '*'

/** The brakes of one realm on PostgreSQL; the rules themselves are in migrations 0005 and 0009, where claims are. */
export function postgresBrakeStore(db: Kysely<Database>, realm: string): BrakeStore {
  const rowRealm = ({ everywhere }: BrakeName) => (everywhere ? EVERY_REALM : realm)
  return {
    standing: () =>
      onDatabase(async () => {
        const { rows } = await sql<BrakeRow>`
          SELECT * FROM standing_brakes(${realm}) ORDER BY kind, pulled_at`.execute(db)
        return rows.map(toBrake)
      }),
    pull: (brake) =>
      onDatabase(async () => {
        const { kind, reason, by: pulled_by } = brake
        const row = { realm: rowRealm(brake), kind, reason, pulled_by }
        const inserted = await db
          .insertInto('brake')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n
      }),
    release: (brake) =>
      onDatabase(async () => {
        const { rows } = await sql<BrakeRow>`
          DELETE FROM brake WHERE realm = ${rowRealm(brake)} AND kind = ${brake.kind} RETURNING *`.execute(db)
        return rows[0] === undefined ? null : toBrake(rows[0])
      }),
    bindIdentity: () =>
      onDatabase(async () => {
        await sql`UPDATE database_identity SET bound_at = clock_timestamp(),
          (system_identifier, database_oid, files) = (SELECT system_identifier, database_oid, files FROM own_identity())`.execute(
          db,
        )
      }),
    ...blockPlaces(db, realm),
    heldWrites: () => readHeld(db, realm, 1_000, false),
  }
}

function blockPlaces(db: Kysely<Database>, realm: string) {
  return {
    places: () =>
      onDatabase(async (): Promise<BlockPlaces> => {
        const { rows } = await sql<{ places: unknown }>`SELECT block_places(${realm}) AS places`.execute(db)
        return placesSchema.parse(rows[0]?.places)
      }),
    limitBlocks: (perHour: number | null) =>
      onDatabase(async () => {
        await db
          .insertInto('block_limit')
          .values({ realm, per_hour: perHour })
          .onConflict((conflict) => conflict.column('realm').doUpdateSet({ per_hour: perHour }))
          .execute()
      }),
    allowBlocks: ({ blocks, by, reason }: { blocks: number; by: string; reason: string }) =>
      onDatabase(async () => {
        await db.insertInto('block_allowance').values({ realm, blocks, reason, allowed_by: by }).execute()
      }),
  }
}

type Holds = Pick<IncidentStore, 'giveBackEffect' | 'readHold' | 'untoldHolds' | 'recordHold'>

/** What the store of incidents has to do with brakes, beside the claim. */
export function holds(db: Kysely<Database>, realm: string): Holds {
  return {
    giveBackEffect: (id, attempt) =>
      onDatabase(async () => {
        await db
          .updateTable('effect')
          .set({ status: 'pending', worker: null, lease_until: null })
          .where((where) => where.and({ id, attempt, status: 'claimed' }))
          .execute()
      }),
    readHold: () =>
      onDatabase(async () => {
        const { rows } = await sql<{ hold: unknown }>`SELECT write_hold(${realm}) AS hold`.execute(db)
        return holdSchema.nullable().parse(rows[0]?.hold ?? null)
      }),
    untoldHolds: (limit) => readHeld(db, realm, limit, true),
    recordHold: (held, step) => onDatabase(() => recordHold(db, held, step)),
  }
}

/** Announced and recorded together; of several processes one does it. */
async function recordHold(db: Kysely<Database>, held: HeldWrite, step: StepRecord): Promise<boolean> {
  const key = holdKey(held.hold)
  try {
    return await db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ result: unknown }>`
        SELECT record_step(${JSON.stringify(step)}::jsonb) AS result`.execute(transaction)
      const marked = await transaction
        .updateTable('effect')
        .set({ hold_told: key })
        .where('id', '=', held.effectId)
        .where((where) => where.or([where('hold_told', 'is', null), where('hold_told', '!=', key)]))
        .where(sql<boolean>`effect_hold(effect) IS NOT NULL`)
        .executeTakeFirst()
      const isRecorded = stepResultSchema.parse(rows[0]?.result).status === 'recorded'
      if (!isRecorded || marked.numUpdatedRows === 0n) throw new NotRecorded()
      return true
    })
  } catch (error) {
    if (error instanceof NotRecorded) return false
    throw error
  }
}

/** Rolls the transaction back: that is how Kysely is told. */
class NotRecorded extends Error {
  override readonly name = 'NotRecorded'
}

interface HeldRow {
  readonly id: string
  readonly incident_id: string
  readonly kind: string
  readonly hold: unknown
  readonly hold_told: string | null
  readonly remaining_ms: number | null
}

function readHeld(db: Kysely<Database>, realm: string, limit: number, untoldOnly: boolean): Promise<HeldWrite[]> {
  return onDatabase(async () => {
    const { rows } = await sql<HeldRow>`
      SELECT * FROM (
        SELECT id, incident_id, kind, ordinal, hold_told, effect_hold(effect) AS hold,
          (extract(epoch FROM not_after - clock_timestamp()) * 1000)::double precision AS remaining_ms
        FROM effect WHERE realm = ${realm} AND write_key IS NOT NULL
          AND (status = 'pending' OR (status = 'claimed' AND lease_until <= clock_timestamp()))
      ) AS waiting WHERE hold IS NOT NULL ORDER BY ordinal`.execute(db)
    const held = rows.map((row) => ({ told: row.hold_told, write: toHeld(row) }))
    return held
      .flatMap(({ told, write }) => (untoldOnly && told === holdKey(write.hold) ? [] : [write]))
      .slice(0, limit)
  })
}

function toHeld({ id, incident_id, kind, hold, remaining_ms }: HeldRow): HeldWrite {
  return { effectId: id, incidentId: incident_id, kind, hold: holdSchema.parse(hold), remainingMs: remaining_ms }
}

interface BrakeRow {
  readonly realm: string
  readonly kind: string
  readonly reason: string
  readonly pulled_by: string
  readonly pulled_at: Date
}

function toBrake({ realm, kind, reason, pulled_by, pulled_at }: BrakeRow): Brake {
  return {
    kind: brakeKind.parse(kind),
    everywhere: realm === EVERY_REALM,
    reason,
    by: pulled_by,
    since: pulled_at.toISOString(),
  }
}

const brakeKind = z.enum(['freeze', 'standing'])
const placesSchema = z.object({
  perHour: z.number().int().nullable(),
  taken: z.number().int(),
  allowed: z.number().int(),
  isFull: z.boolean(),
})
