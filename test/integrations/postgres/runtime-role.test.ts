import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { migrateAsOwner, openDatabase, SchemaBehindError } from '../../../app/open-database.js'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import type { Database } from '../../../integrations/postgres/database.js'
import { postgresChatPostStore } from '../../../integrations/postgres/postgres-chat-post-store.js'
import { postgresSystemLog } from '../../../integrations/postgres/postgres-system-log.js'
import { RuntimeRoleError } from '../../../integrations/postgres/runtime-role.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { useTestPostgres } from '../../support/services.js'
import { anOrder, aStep, aWrite, engineOn, opened, silentLog } from '../../support/store.js'

const log = silentLog
const role = `runtime_${randomBytes(4).toString('hex')}`
const { url: ownerUrl } = await useTestPostgres()
const databaseUrl = Object.assign(new URL(ownerUrl), { username: role, password: 'secret' }).href
const owner = connectDatabase({ url: ownerUrl, log })
await sql`CREATE ROLE ${sql.id(role)} LOGIN PASSWORD 'secret'`.execute(owner)
await migrateAsOwner({ databaseUrl, migrateUrl: ownerUrl, log })
const runtime = await openDatabase({ databaseUrl, migrateUrl: null, log })

afterAll(async () => {
  await runtime.destroy()
  await sql`DROP OWNED BY ${sql.id(role)}`.execute(owner)
  await sql`DROP ROLE ${sql.id(role)}`.execute(owner)
  await owner.destroy()
})

async function aRecord(): Promise<void> {
  const engine = engineOn(runtime)
  await opened(engine, { orders: [anOrder(aWrite)] })
  await postgresSystemLog(runtime, engine.realm, systemClock).append({
    what: 'TESTED',
    detail: {},
    actor: { kind: 'engine', name: 'test' },
  })
}

describe('the role that the program runs as', () => {
  it('does all that the program does: steps, claims, and the system chain', async () => {
    const engine = engineOn(runtime)
    const order = anOrder(aWrite)
    const incident = await opened(engine, { orders: [order] })
    expect(await engine.store.claimEffect(order.id, 'wrk_1', 5_000)).toMatchObject({ id: order.id })
    expect(await engine.store.recordStep(aStep(incident))).toMatchObject({ status: 'recorded' })
    await expect(aRecord()).resolves.toBeUndefined()
  })

  it('keeps what a chat shows: claims, messages, and what a step that closes changes of them', async () => {
    const { store, realm } = engineOn(runtime)
    const posts = postgresChatPostStore(runtime, realm)
    const incident = await opened({ store, realm })
    await posts.markOpenStale()
    expect(await posts.claimStale('one', 1, 5_000)).toMatchObject([{ incidentId: incident.id, seq: 1 }])
    const post = {
      incidentId: incident.id,
      slot: 'headline',
      channel: 'C',
      messageId: 'm',
      threadId: null,
      digest: 'd',
    }
    expect(await posts.keepPost('one', post)).toBe(true)
    await posts.shown('one', incident.id, 1)
    await store.recordStep(aStep({ ...incident, open: false }))
    expect(await posts.claimStale('one', 1, 5_000)).toMatchObject([{ seq: 2, shownSeq: 1 }])
    expect(await posts.backlog()).toMatchObject({ incidents: 1 })
  })

  describe.each([
    ['audit', 'hash'],
    ['system_audit', 'hash'],
    ['checkpoint', 'hash'],
    ['checkpoint_head', 'seq'],
    ['anchored', 'hash'],
  ])('on %s', (table, column) => {
    it.each([
      ['change a record', sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${sql.ref(column)}`],
      ['delete a record', sql`DELETE FROM ${sql.table(table)}`],
      ['truncate it', sql`TRUNCATE ${sql.table(table)}`],
      ['disable its trigger', sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER ALL`],
      ['drop it', sql`DROP TABLE ${sql.table(table)} CASCADE`],
    ])('cannot %s', async (_what, statement) => {
      await aRecord()
      await expect(statement.execute(runtime)).rejects.toThrow(/permission denied|must be owner/)
    })
  })

  it.each([
    [
      'replace the function behind the trigger',
      sql`CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    ],
    ['turn triggers off for its session', sql`SET session_replication_role = replica`],
    ['make a rule that swallows records', sql`CREATE RULE gone AS ON INSERT TO audit DO INSTEAD NOTHING`],
    ['become the owner', sql`SET ROLE ${sql.id(new URL(ownerUrl).username)}`],
    ['make another schema that stands before this one', sql`CREATE SCHEMA shadow`],
    ['make a table in this one', sql`CREATE TABLE another (id text)`],
    ['forget an incident', sql`DELETE FROM incident`],
    ['change the evidence', sql`UPDATE document SET body = '{}'`],
    ['give the database another id', sql`INSERT INTO database_instance DEFAULT VALUES`],
  ])('cannot %s', async (_what, statement) => {
    await expect(statement.execute(runtime)).rejects.toThrow(/permission denied|must be owner/)
  })
})

describe('migrating with roles', () => {
  it('is refused with what to run where the role that database.url names is not there', async () => {
    const nobody = Object.assign(new URL(ownerUrl), { username: 'nobody_here' }).href
    const migrating = migrateAsOwner({ databaseUrl: nobody, migrateUrl: ownerUrl, log })
    await expect(migrating).rejects.toThrow(RuntimeRoleError)
    await expect(migrating).rejects.toThrow(/CREATE ROLE nobody_here LOGIN/)
  })

  it('asked for by a role that may not says who has to', async () => {
    const { url } = await useTestPostgres()
    const empty = Object.assign(new URL(url), { username: role, password: 'secret' }).href
    const opening = openDatabase({ databaseUrl: empty, migrateUrl: null, log })
    await expect(opening).rejects.toThrow(SchemaBehindError)
    await expect(opening).rejects.toThrow(/tourniquet migrate/)
  })

  it('by several processes at once gives the role its rights once', async () => {
    const urls = { databaseUrl, migrateUrl: ownerUrl, log }
    const done = await Promise.all([migrateAsOwner(urls), migrateAsOwner(urls), migrateAsOwner(urls)])
    expect(done).toEqual([[], [], []])
    expect(await rights(owner)).toEqual('INSERT,SELECT')
  })
})

async function rights(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ rights: string }>`
    SELECT string_agg(privilege_type, ',' ORDER BY privilege_type) AS rights
    FROM information_schema.table_privileges WHERE grantee = ${role} AND table_name = 'audit'`.execute(db)
  return rows[0]?.rights
}
