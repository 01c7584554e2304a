import { sql } from 'kysely'
import { postgresSystemLog } from '../../../integrations/postgres/postgres-system-log.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { linkBody } from '../../../src/audit/chain.js'
import { systemBodySchema, systemGenesisHash } from '../../../src/audit/system-record.js'
import { freshRealm, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()

const event = (detail: string) => ({ what: 'TESTED', detail, actor: { kind: 'engine', name: 'test' } }) as const

function rowsOf(realm: string) {
  return db.selectFrom('system_audit').selectAll().where('realm', '=', realm).orderBy('seq').execute()
}

describe('the system chain', () => {
  it('holds what ten processes append at once as one chain without a gap', async () => {
    const realm = freshRealm()
    const logs = Array.from({ length: 10 }, () => postgresSystemLog(db, realm, systemClock))
    await Promise.all(logs.flatMap((log, n) => [log.append(event(`${n} a`)), log.append(event(`${n} b`))]))
    const rows = await rowsOf(realm)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    let prevHash = systemGenesisHash(realm)
    for (const row of rows) {
      const linked = linkBody(prevHash, systemBodySchema.parse(row.body))
      expect({ prevHash: row.prev_hash, hash: row.hash }).toEqual({ prevHash, hash: linked.hash })
      prevHash = row.hash
    }
  })

  it('of one realm knows nothing of the other', async () => {
    const [one, other] = [freshRealm(), freshRealm()]
    await postgresSystemLog(db, one, systemClock).append(event('here'))
    await postgresSystemLog(db, other, systemClock).append(event('there'))
    expect((await rowsOf(one)).map(({ seq, prev_hash }) => [seq, prev_hash])).toEqual([[1, systemGenesisHash(one)]])
    expect((await rowsOf(other)).map(({ seq }) => seq)).toEqual([1])
  })

  it('takes texts that PostgreSQL and RFC 8785 refuse, with U+FFFD in their place', async () => {
    const realm = freshRealm()
    await postgresSystemLog(db, realm, systemClock).append(event('a\u0000b\ud800c'))
    expect((await rowsOf(realm))[0]?.body).toMatchObject({ detail: 'a\ufffdb\ufffdc' })
  })

  it.each([
    ['changed', sql`UPDATE system_audit SET body = '{}'`],
    ['deleted', sql`DELETE FROM system_audit`],
    ['truncated', sql`TRUNCATE system_audit`],
  ])('cannot be %s', async (_what, statement) => {
    await expect(statement.execute(db)).rejects.toThrow('The audit record is append-only.')
  })
})
