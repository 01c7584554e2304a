import { type Kysely, sql } from 'kysely'
import { cleanText } from '../../src/domain/clean-text.js'
import { effectKindSchema, writeKinds } from '../../src/domain/effect.js'
import { findingSchema } from '../../src/domain/finding.js'
import type { IncidentStore, WriteIntent } from '../../src/engine/incident-store.js'
import { newKinds, urgencyOf } from '../../src/engine/urgency.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'
import { holds } from './postgres-brake-store.js'
import { stepRecorder } from './record-steps.js'
import {
  auditRowsSchema,
  claimedEffectSchema,
  documentRow,
  toAuditRecord,
  toIncident,
  toIncidentOrHead,
} from './rows.js'

/** The system of record on PostgreSQL, for one realm. Each method is one transaction. */
export function postgresIncidentStore(db: Kysely<Database>, realm: string): IncidentStore {
  return {
    ...incidentReaders(db, realm),
    ...recordReaders(db, realm),
    ...effects(db, realm),
    ...intents(db),
    ...holds(db, realm),
    recordStep: stepRecorder(db),
  }
}

/** What is over is listed for people, who do not read further back. What is open may have a block: all of it is listed. */
const LISTED_CLOSED = 500

function incidentReaders(db: Kysely<Database>, realm: string) {
  const incidents = () => db.selectFrom('incident').selectAll().where('realm', '=', realm)
  return {
    readIncident: (id: string) =>
      onDatabase(async () => {
        const row = await incidents().where('id', '=', id).executeTakeFirst()
        return row === undefined ? null : toIncident(row)
      }),
    findOpenIncident: (principalKey: string) =>
      onDatabase(async () => {
        const row = await incidents()
          .where('principal_key', '=', principalKey)
          .where('open', '=', true)
          .executeTakeFirst()
        return row === undefined ? null : toIncident(row)
      }),
    findLastClosedIncident: (principalKey: string) =>
      onDatabase(async () => {
        const row = await incidents()
          .where('principal_key', '=', principalKey)
          .where('open', '=', false)
          .orderBy('opened_at', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row === undefined ? null : toIncident(row)
      }),
    listIncidents: () =>
      onDatabase(async () => {
        const newest = () => incidents().orderBy('opened_at', 'desc')
        const open = await newest().where('open', '=', true).execute()
        const closed = await newest().where('open', '=', false).limit(LISTED_CLOSED).execute()
        const rows = [...open, ...closed].sort((a, b) => b.opened_at.getTime() - a.opened_at.getTime())
        return rows.map(toIncidentOrHead)
      }),
  }
}

function recordReaders(db: Kysely<Database>, realm: string) {
  return {
    listChainHeads: () =>
      onDatabase(async () => {
        const rows = await db
          .selectFrom('incident')
          .select(['id', 'audit_seq', 'audit_hash'])
          .where('realm', '=', realm)
          .orderBy('opened_at')
          .execute()
        return rows.map((row) => ({ incidentId: row.id, seq: row.audit_seq, hash: row.audit_hash }))
      }),
    readFindings: (incidentId: string, dedupKey?: string) =>
      onDatabase(async () => {
        const ofIncident = db.selectFrom('finding').select('body').where('incident_id', '=', incidentId)
        const asked =
          dedupKey === undefined
            ? ofIncident
            : ofIncident.where(sql<boolean>`(dedup_key = ${dedupKey} OR starts_with(dedup_key, ${`${dedupKey}|`}))`)
        const rows = await asked.orderBy('taken_at').execute()
        return rows.map((row) => findingSchema.parse(row.body))
      }),
    readAudit: (incidentId: string) =>
      onDatabase(async () => {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('incident_id', '=', incidentId)
          .orderBy('seq')
          .execute()
        return rows.map(toAuditRecord)
      }),
    readAuditOf: (incidentId: string, kinds: readonly string[]) =>
      onDatabase(async () => {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('incident_id', '=', incidentId)
          .where(sql<boolean>`body ->> 'what' = any(${[...kinds]}::text[])`)
          .orderBy('seq')
          .execute()
        return rows.map(toAuditRecord)
      }),
    readChain: (incidentId: string) =>
      onDatabase(async () => {
        // One statement, one moment: in two, a step between them would look like a record behind its end.
        const { rows } = await sql<{ audit_seq: number; audit_hash: string; records: unknown }>`
          SELECT audit_seq, audit_hash, (
            SELECT coalesce(jsonb_agg(to_jsonb(audit) ORDER BY seq), '[]') FROM audit WHERE incident_id = incident.id
          ) AS records FROM incident WHERE id = ${incidentId} AND realm = ${realm}`.execute(db)
        const [row] = rows
        if (row === undefined) return null
        const head = { incidentId, seq: row.audit_seq, hash: row.audit_hash }
        return { head, records: auditRowsSchema.parse(row.records) }
      }),
    readDocument: (digest: string) =>
      onDatabase(async () => {
        const row = await db.selectFrom('document').selectAll().where('digest', '=', digest).executeTakeFirst()
        return row === undefined ? null : documentRow.parse(row)
      }),
  }
}

function effects(db: Kysely<Database>, realm: string) {
  return {
    claimEffect: (id: string, workerId: string, leaseMs: number) =>
      onDatabase(async () => {
        const { rows } = await sql<{ claimed: unknown }>`
          SELECT claim_effect(${realm}, ${id}, ${workerId}, ${leaseMs}) AS claimed`.execute(db)
        return claimedEffectSchema.nullable().parse(rows[0]?.claimed ?? null)
      }),
    renewLease: (id: string, attempt: number, leaseMs: number) =>
      onDatabase(async () => {
        const result = await db
          .updateTable('effect')
          .set({ lease_until: fromNow(leaseMs) })
          .where((where) => where.and({ id, attempt, status: 'claimed' }))
          .executeTakeFirst()
        return result.numUpdatedRows > 0n
      }),
    releaseEffect: (id: string, attempt: number, retryInMs: number, problem: string) =>
      onDatabase(async () => {
        await db
          .updateTable('effect')
          .set((set) => ({
            status: 'pending',
            worker: null,
            lease_until: null,
            retry_at: fromNow(retryInMs),
            failures: set('failures', '+', 1),
            problem: cleanText(problem).slice(0, 2_000),
          }))
          .where((where) => where.and({ id, attempt, status: 'claimed' }))
          .execute()
      }),
    runnableEffects: (limit: number) =>
      onDatabase(async () => {
        // The order is that of urgencyOf. Only writes can be held: asking of each of a long backlog would take long.
        const { rows } = await sql<{ id: string; attempt: number; kind: string; is_lost: boolean; severity: number }>`
          SELECT id, attempt, kind, status = 'claimed' AS is_lost, severity FROM effect
          WHERE realm = ${realm} AND ((status = 'pending' AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
            OR (status = 'claimed' AND lease_until <= clock_timestamp()))
            AND (write_key IS NULL OR effect_hold(effect) IS NULL)
          ORDER BY kind = ANY(${[...writeKinds]}::text[]) DESC, status = 'claimed' DESC,
            kind = ANY(${[...newKinds]}::text[]), severity DESC, ordinal LIMIT ${limit}`.execute(db)
        return rows.map(({ id, attempt, kind, is_lost, severity }) => ({
          id,
          nextAttempt: attempt + 1,
          severity,
          urgency: urgencyOf(effectKindSchema.parse(kind), is_lost),
        }))
      }),
    dueTimers: (limit: number) =>
      onDatabase(async () => {
        const { rows } = await sql<{ id: string; incident_id: string; name: string; event: string }>`
          SELECT id, incident_id, name, event FROM timer
          WHERE realm = ${realm} AND due_at <= clock_timestamp() ORDER BY due_at LIMIT ${limit}`.execute(db)
        return rows.map(({ id, incident_id, name, event }) => ({ id, incidentId: incident_id, name, event }))
      }),
    readTimers: (incidentId: string) =>
      onDatabase(async () => {
        const { rows } = await sql<{ name: string; due_at: Date }>`
          SELECT name, due_at FROM timer WHERE realm = ${realm} AND incident_id = ${incidentId} ORDER BY due_at`.execute(
          db,
        )
        return rows.map(({ name, due_at }) => ({ name, dueAt: new Date(due_at).toISOString() }))
      }),
  }
}

function intents(db: Kysely<Database>) {
  return {
    readIntents: (containmentId: string) =>
      onDatabase(async () => {
        const rows = await db
          .selectFrom('write_intent')
          .select('object')
          .where('containment_id', '=', containmentId)
          .orderBy('object')
          .execute()
        return rows.map(({ object }) => object)
      }),
    fileIntent: ({ containmentId, incidentId, object }: WriteIntent) =>
      onDatabase(async () => {
        await db
          .insertInto('write_intent')
          .values({ containment_id: containmentId, incident_id: incidentId, object })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }),
    withdrawIntent: ({ containmentId, object }: WriteIntent) =>
      onDatabase(async () => {
        await db
          .deleteFrom('write_intent')
          .where((row) => row.and({ containment_id: containmentId, object }))
          .execute()
      }),
  }
}

function fromNow(ms: number) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms}::double precision / 1000)`
}
