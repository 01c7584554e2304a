import { sql } from 'kysely'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { postgresAuditSource } from '../../../integrations/postgres/postgres-audit-source.js'
import { postgresCheckpointStore } from '../../../integrations/postgres/postgres-checkpoint-store.js'
import { postgresSystemLog } from '../../../integrations/postgres/postgres-system-log.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import type { Checkpoint } from '../../../src/audit/checkpoint.js'
import { pinnedKeys } from '../../../src/audit/checkpoint-keys.js'
import {
  type CheckpointKeeping,
  continueFromHere,
  keepCheckpoints,
  readStanding,
} from '../../../src/incidents/keep-checkpoints.js'
import { verifyAudit } from '../../../src/incidents/verify-audit.js'
import { newSigner } from '../../support/audit/audit-lab.js'
import { memoryAnchor } from '../../support/audit/memory-anchor.js'
import { aStep, engineOn, opened, silentLog, useDatabase } from '../../support/store.js'

const { db, url } = await useDatabase()
const signer = newSigner()

/** A realm with an incident of three records and a system chain of one, checkpointed and anchored; then one more of each. */
async function anAnchoredRealm() {
  const engine = engineOn(db)
  const { realm } = engine
  const log = postgresSystemLog(db, realm, systemClock)
  const sink = memoryAnchor()
  const keeping: CheckpointKeeping = {
    realm,
    store: postgresCheckpointStore(db, realm),
    signer,
    sinks: [sink],
    log: silentLog,
  }
  const { id } = await opened(engine)
  for (let records = 1; records < 3; records += 1) {
    const incident = await engine.store.readIncident(id)
    if (incident !== null) await engine.store.recordStep(aStep(incident))
  }
  await log.append({ what: 'TESTED', detail: {}, actor: { kind: 'engine', name: 'test' } })
  await keepCheckpoints(keeping)
  const verify = () =>
    verifyAudit(postgresAuditSource(db, realm), {
      keys: pinnedKeys([signer.publicKey]),
      sinks: [sink],
      acknowledged: keeping.store.acknowledged,
    })
  return { id, realm, keeping, verify, log }
}

/** As the owner of the database, whom no trigger stops. */
async function asOwner(statement: ReturnType<typeof sql>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(transaction)
    await statement.execute(transaction)
  })
}

describe('checkpoints', () => {
  it('name the chains that moved since the last one, and only those', async () => {
    const { id, keeping, log } = await anAnchoredRealm()
    const first = await keeping.store.newest()
    expect(first?.body.heads.map(({ chain, seq }) => [chain, seq]).sort()).toEqual(
      [
        [id, 3],
        ['system', 1],
      ].sort(),
    )
    await log.append({ what: 'TESTED', detail: {}, actor: { kind: 'engine', name: 'test' } })
    await keepCheckpoints(keeping)
    const second = await keeping.store.newest()
    expect(second?.body).toMatchObject({ number: 2, heads: [{ chain: 'system', seq: 2 }] })
    expect(second?.prevHash).toBe(first?.hash)
  })

  it('are not taken where nothing moved', async () => {
    const { keeping } = await anAnchoredRealm()
    await keepCheckpoints(keeping)
    expect((await keeping.store.newest())?.body.number).toBe(1)
  })

  it('asked for by eight processes at once are one chain', async () => {
    const { keeping, log, verify } = await anAnchoredRealm()
    for (let round = 0; round < 3; round += 1) {
      await log.append({ what: 'TESTED', detail: {}, actor: { kind: 'engine', name: 'test' } })
      await Promise.all(Array.from({ length: 8 }, () => keepCheckpoints(keeping)))
    }
    expect((await keeping.store.newest())?.body.number).toBe(4)
    expect(await verify()).toMatchObject({ verified: true, checkpoints: 4 })
  })

  it('carry the identity of the database', async () => {
    const { keeping } = await anAnchoredRealm()
    const { rows } = await sql<{ id: string; files: string | null }>`
      SELECT system_identifier::text AS id, current_setting('tourniquet.database_files', true) AS files
      FROM pg_control_system()`.execute(db)
    expect((await keeping.store.newest())?.body.database).toEqual({
      systemIdentifier: rows[0]?.id,
      databaseOid: expect.stringMatching(/^\d+$/),
      instanceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      files: rows[0]?.files ?? null,
    })
  })
})

describe('verification on PostgreSQL', () => {
  it('counts what is newer than the anchor as the exposed window', async () => {
    const { verify, log } = await anAnchoredRealm()
    await log.append({ what: 'TESTED', detail: {}, actor: { kind: 'engine', name: 'test' } })
    expect(await verify()).toMatchObject({
      verified: true,
      incidents: 1,
      records: 5,
      localOnly: false,
      exposedWindow: { records: 1 },
      anchors: [{ checkpoint: 1, exposed: 1, problem: null }],
    })
  })

  it.each([
    [
      'changed',
      (id: string) => sql`UPDATE audit SET body = body || '{"what":"OTHER"}' WHERE incident_id = ${id} AND seq = 2`,
    ],
    ['deleted', (id: string) => sql`DELETE FROM audit WHERE incident_id = ${id} AND seq = 2`],
    [
      'replaced by something that is no object',
      (id: string) => sql`UPDATE audit SET body = '[]' WHERE incident_id = ${id} AND seq = 2`,
    ],
  ])('finds a record that the owner has %s', async (_what, statement) => {
    const { id, verify } = await anAnchoredRealm()
    await asOwner(statement(id))
    expect(await verify()).toMatchObject({ verified: false, firstBroken: { incidentId: id, seq: 2 } })
  })

  it('finds a whole incident that the owner has deleted', async () => {
    const { id, verify } = await anAnchoredRealm()
    await asOwner(sql`DELETE FROM audit WHERE incident_id = ${id}`)
    await asOwner(sql`DELETE FROM incident WHERE id = ${id}`)
    const reason = expect.stringMatching(/checkpoint 1 saw 3 records, the database has none/)
    expect(await verify()).toMatchObject({ verified: false, firstBroken: { incidentId: id, reason } })
  })

  it('finds records of an incident whose row is gone', async () => {
    const { id, verify } = await anAnchoredRealm()
    await asOwner(sql`DELETE FROM incident WHERE id = ${id}`)
    expect(await verify()).toMatchObject({ verified: false, firstBroken: { incidentId: id } })
    await asOwner(sql`DELETE FROM audit WHERE incident_id = ${id}`)
  })

  it('finds checkpoints that the owner has deleted together with all that they saw', async () => {
    const { realm, verify } = await anAnchoredRealm()
    for (const table of ['system_audit', 'checkpoint', 'checkpoint_head', 'anchored']) {
      await asOwner(sql`DELETE FROM ${sql.table(table)} WHERE realm = ${realm}`)
    }
    const reason = expect.stringMatching(/is in the anchor .* and not in the database, which holds none/)
    expect(await verify()).toMatchObject({ verified: false, broken: [{ chain: 'checkpoints', seq: 1, reason }] })
  })
})

describe('the standing of a database', () => {
  it('is current where the anchors know its checkpoints', async () => {
    const { keeping } = await anAnchoredRealm()
    expect(await readStanding(keeping)).toMatchObject({ standing: { kind: 'current' }, unread: [] })
  })

  it('of a restored backup is older than the anchor, until a person lets it go on', async () => {
    const { realm, keeping, log, verify } = await anAnchoredRealm()
    await log.append({ what: 'TESTED', detail: {}, actor: { kind: 'engine', name: 'test' } })
    await keepCheckpoints(keeping)
    // What the backup was made before.
    await asOwner(sql`DELETE FROM system_audit WHERE realm = ${realm} AND seq = 2`)
    for (const table of ['checkpoint', 'checkpoint_head', 'anchored']) {
      await asOwner(sql`DELETE FROM ${sql.table(table)} WHERE realm = ${realm} AND number = 2`)
    }
    expect(await readStanding(keeping)).toMatchObject({
      standing: { kind: 'olderThanAnchor', anchor: { number: 2 }, ownNumber: 1 },
    })
    expect((await verify()).verified).toBe(false)
    expect(await continueFromHere(keeping, { by: 'ana', reason: 'The disk was lost.' })).toBe(true)
    expect((await readStanding(keeping)).standing).toEqual({ kind: 'current' })
    expect(await verify()).toMatchObject({ verified: true, continued: [{ by: 'ana', lost: { from: 2, to: 2 } }] })
  })

  it('of a copy within the same server is another database', async () => {
    const { keeping, realm } = await anAnchoredRealm()
    const name = `${new URL(url).pathname.slice(1)}_copy`
    await sql`CREATE DATABASE ${sql.id(name)} STRATEGY wal_log`.execute(db)
    const copy = connectDatabase({ url: Object.assign(new URL(url), { pathname: `/${name}` }).href, log: silentLog })
    try {
      await copyTables(copy, await keeping.store.newest())
      const store = postgresCheckpointStore(copy, realm)
      expect(await readStanding({ ...keeping, store })).toMatchObject({ standing: { kind: 'anotherDatabase' } })
      await keepCheckpoints({ ...keeping, store })
      expect((await store.newest())?.body.number).toBe(1)
    } finally {
      await copy.destroy()
      await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(db)
    }
  })
})

/** What a dump would bring: the tables that the standing reads. */
async function copyTables(copy: typeof db, newest: Checkpoint | null): Promise<void> {
  if (newest === null) throw new Error('no checkpoint')
  const { rows } = await sql<{ id: string }>`SELECT id FROM database_instance`.execute(db)
  await sql`CREATE TABLE database_instance AS SELECT ${rows[0]?.id}::text AS id`.execute(copy)
  await sql`CREATE TABLE checkpoint (realm text, number integer, body jsonb, prev_hash text, hash text, signature text)`.execute(
    copy,
  )
  const { body, prevHash, hash, signature } = newest
  await copy
    .insertInto('checkpoint')
    .values({
      realm: body.realm,
      number: body.number,
      body: JSON.stringify(body),
      prev_hash: prevHash,
      hash,
      signature,
    })
    .execute()
}
