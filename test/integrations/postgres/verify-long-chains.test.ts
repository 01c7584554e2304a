import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../integrations/postgres/database.js'
import { postgresAuditSource } from '../../../integrations/postgres/postgres-audit-source.js'
import { randomIds } from '../../../integrations/system/random-ids.js'
import { genesisHash, linkRecord } from '../../../src/audit/chain.js'
import type { AuditBody, AuditRecord } from '../../../src/audit/record.js'
import { verifyAudit } from '../../../src/incidents/verify-audit.js'
import { freshRealm, useDatabase } from '../../support/store.js'

/** More than two answers of the database. */
const LONG = 4_500
const { db } = await useDatabase()

/** What jsonb and the quick reader treat apart: fractions, escapes, keys beyond ASCII, members out of order. */
const details: readonly AuditBody['detail'][] = [
  { plain: 'text', list: [1, true, null] },
  { ratio: 0.25, large: 1e21, small: 1e-7, long: '1234567890123456' },
  { text: 'a "quote", a \\ and\n\u0001\u2028 \u20ac \ud83d\ude00', 'z\u00e9': 1, '"': 2 },
  { 10: 'a', 9: 'b', b: { aa: 1, z: 2, a: {} }, 'a!': [], a: [{ b: 1, a: 2 }] },
]

function chainOf(incidentId: string, length: number): AuditRecord[] {
  const records: AuditRecord[] = []
  for (let seq = 1, prevHash = genesisHash(incidentId); seq <= length; seq += 1) {
    const body: AuditBody = {
      incidentId,
      seq,
      at: '2026-03-01T10:00:00.000Z',
      actor: { kind: 'engine', name: 'test' },
      what: 'TESTED',
      detail: details[seq % details.length] ?? null,
      from: null,
      to: 'blocking',
      ignored: false,
      orders: [],
    }
    const record = linkRecord(prevHash, body)
    records.push(record)
    prevHash = record.hash
  }
  return records
}

async function insert(db: Kysely<Database>, realm: string, length: number): Promise<string> {
  const id = randomIds.next('inc')
  const records = chainOf(id, length)
  await sql`INSERT INTO incident (id, realm, playbook, version, principal_key, state, open, revision, snapshot, audit_seq, audit_hash)
    VALUES (${id}, ${realm}, 'test', '1', ${id}, 'closed', false, 1, '{}', ${length}, ${records.at(-1)?.hash ?? ''})`.execute(
    db,
  )
  await sql`INSERT INTO audit (incident_id, seq, body, prev_hash, hash)
    SELECT ${id}, (r #>> '{body,seq}')::integer, r -> 'body', r ->> 'prevHash', r ->> 'hash'
    FROM jsonb_array_elements(${JSON.stringify(records)}::jsonb) AS r`.execute(db)
  return id
}

/** As the owner of the tables can: without the trigger. */
async function spoil(incidentId: string, seq: number, set: ReturnType<typeof sql>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`ALTER TABLE audit DISABLE TRIGGER audit_is_append_only`.execute(transaction)
    await sql`UPDATE audit SET ${set} WHERE incident_id = ${incidentId} AND seq = ${seq}`.execute(transaction)
    await sql`ALTER TABLE audit ENABLE TRIGGER audit_is_append_only`.execute(transaction)
  })
}

describe('a record of several pages', () => {
  const realm = freshRealm()
  const source = postgresAuditSource(db, realm)
  let long = ''
  beforeAll(async () => {
    for (const length of [3, LONG, 1, 700]) {
      const id = await insert(db, realm, length)
      if (length === LONG) long = id
    }
    // Of another realm, between these ones.
    await insert(db, freshRealm(), 2)
  })

  it('is intact wherever a page ends, and none of it is left out', async () => {
    expect(await verifyAudit(source)).toMatchObject({ verified: true, incidents: 4, records: LONG + 704, broken: [] })
  })

  it.each([1, 1_997, 1_998, 2_000, 2_001, 3_999, 4_000, LONG])(
    'is broken at record %d where that was changed',
    async (seq) => {
      await spoil(long, seq, sql`body = jsonb_set(body, '{detail,forged}', '1')`)
      const found = await verifyAudit(source)
      await spoil(long, seq, sql`body = body #- '{detail,forged}'`)
      expect(found.broken).toEqual([{ chain: long, incidentId: long, seq, reason: 'was changed after it was written' }])
    },
  )

  it.each([
    [sql`body = '[]'`, sql`body = 'null'`, /belongs to undefined/],
    [sql`body = body || '{"seq": 2.5}'`, sql`body = body || '{"seq": "2"}'`, /has number 2(\.5)? where 2 should be/],
    [sql`body = body - 'at'`, sql`body = body || '{"at": 7}'`, /was changed after it was written/],
  ])(
    'is broken where a body is no longer what it was: no object, another number, no date',
    async (one, other, reason) => {
      const { rows } = await sql<{
        body: string
      }>`SELECT body::text FROM audit WHERE incident_id = ${long} AND seq = 2`.execute(db)
      for (const set of [one, other]) {
        await spoil(long, 2, set)
        const found = await verifyAudit(source)
        await spoil(long, 2, sql`body = ${rows[0]?.body ?? ''}::jsonb`)
        expect(found.broken).toEqual([{ chain: long, incidentId: long, seq: 2, reason: expect.stringMatching(reason) }])
      }
      expect(await verifyAudit(source)).toMatchObject({ verified: true })
    },
  )

  it('can be left in the middle and read again in the same moment', async () => {
    const counted = await source.atOneMoment(async (view) => {
      for await (const part of view.chains()) if (part.id === long) break
      let records = 0
      for await (const part of view.chains()) records += part.records.length
      return records
    })
    expect(counted).toBe(LONG + 704)
  })
})
