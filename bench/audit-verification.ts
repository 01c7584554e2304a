import { performance } from 'node:perf_hooks'
import { type Kysely, sql } from 'kysely'
import { connectDatabase } from '../integrations/postgres/connect-database.js'
import type { Database } from '../integrations/postgres/database.js'
import { migrate } from '../integrations/postgres/migrate.js'
import { postgresAuditSource } from '../integrations/postgres/postgres-audit-source.js'
import { randomIds } from '../integrations/system/random-ids.js'
import type { AuditSource, ChainPart } from '../src/audit/audit-source.js'
import { genesisHash, linkRecord } from '../src/audit/chain.js'
import type { AuditBody, AuditRecord } from '../src/audit/record.js'
import { verifyAudit } from '../src/incidents/verify-audit.js'
import { type Measurement, measure, quantile } from './measurement.js'

const INCIDENTS = 400
const RECORDS_EACH = 125
const RECORDS = INCIDENTS * RECORDS_EACH
const PER = 100_000
/** The demand: 100,000 records a second. */
const DEMAND_MS = 1_000

interface Chain {
  readonly id: string
  readonly records: readonly AuditRecord[]
}

/**
 * How long checking 100,000 records takes that are like those of the playbooks that ran before on this database, as texts in memory and read from PostgreSQL as `audit verify` does, against the
 * second that it may take.
 */
export async function auditVerification(databaseUrl: string, rounds: number): Promise<Measurement[]> {
  const realm = `exercise/aws/111122223333/bench-${randomIds.next('inc')}`
  const db = connectDatabase({ url: databaseUrl, log: { info: () => {}, warn: () => {}, error: () => {} } })
  try {
    await migrate(db)
    const bodies = await realBodies(db)
    const chains = Array.from({ length: INCIDENTS }, () => aChain(randomIds.next('inc'), bodies))
    for (const chain of chains) await insert(db, realm, chain)
    await sql`VACUUM (ANALYZE) audit`.execute(db)
    const inMemory = await timed(memorySource(realm, chains), rounds)
    const fromDatabase = await timed(postgresAuditSource(db, realm), rounds)
    return [
      measure('audit verify, 100,000 records as stored texts in memory (peer: 1 s)', inMemory, DEMAND_MS, 1),
      measure('audit verify, 100,000 records from PostgreSQL (peer: 1 s)', fromDatabase, DEMAND_MS, 1),
    ]
  } finally {
    await db.destroy()
  }
}

/** The median of the rounds, in ms for 100,000 records. */
async function timed(source: AuditSource, rounds: number): Promise<number> {
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    const { verified, records } = await verifyAudit(source)
    tookMs.push(performance.now() - startedAt)
    if (!verified || records !== RECORDS) throw new Error(`${records} records were checked, verified: ${verified}.`)
  }
  return (quantile(tookMs, 0.5) * PER) / RECORDS
}

function memorySource(realm: string, chains: readonly Chain[]): AuditSource {
  const parts = chains.map(({ id, records }): ChainPart => {
    const stored = records.map(({ body, ...link }) => ({ ...link, seq: body.seq, body: JSON.stringify(body) }))
    const last = records.at(-1)
    return { kind: 'incident', id, head: { seq: records.length, hash: last?.hash ?? '' }, records: stored, last: true }
  })
  const all = async function* () {
    yield* parts
  }
  return { realm, atOneMoment: (look) => look({ checkpoints: async function* () {}, chains: all }) }
}

/** Records of an incident as the playbook of this run left them, over and over: of their sizes, in their order. */
async function realBodies(db: Kysely<Database>): Promise<AuditBody[]> {
  const { rows } = await sql<{ body: AuditBody }>`SELECT body FROM audit
    WHERE incident_id = (SELECT incident_id FROM audit WHERE body ->> 'what' = 'BLOCK_APPLIED' LIMIT 1) ORDER BY seq`.execute(
    db,
  )
  if (rows.length === 0) throw new Error('No playbook has run on this database: there are no records to copy.')
  return rows.map(({ body }) => body)
}

function aChain(id: string, bodies: readonly AuditBody[]): Chain {
  const records: AuditRecord[] = []
  let prevHash = genesisHash(id)
  for (let seq = 1; seq <= RECORDS_EACH; seq += 1) {
    const body = bodies[(seq - 1) % bodies.length]
    if (body === undefined) continue
    const record = linkRecord(prevHash, { ...body, incidentId: id, seq })
    records.push(record)
    prevHash = record.hash
  }
  return { id, records }
}

async function insert(db: Kysely<Database>, realm: string, { id, records }: Chain): Promise<void> {
  const last = records.at(-1)
  await sql`INSERT INTO incident (id, realm, playbook, version, principal_key, state, open, revision, snapshot, audit_seq, audit_hash)
    VALUES (${id}, ${realm}, 'bench', '1', ${id}, 'closed', false, 1, '{}', ${records.length}, ${last?.hash})`.execute(
    db,
  )
  await sql`INSERT INTO audit (incident_id, seq, body, prev_hash, hash)
    SELECT ${id}, (r #>> '{body,seq}')::integer, r -> 'body', r ->> 'prevHash', r ->> 'hash'
    FROM jsonb_array_elements(${JSON.stringify(records)}::jsonb) AS r`.execute(db)
}
