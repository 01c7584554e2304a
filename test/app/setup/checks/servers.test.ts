import { createServer, type Server, type Socket } from 'node:net'
import { sql } from 'kysely'
import { checkBrakes } from '../../../../app/setup/checks/brakes.js'
import { checkListeningPort } from '../../../../app/setup/checks/listening-port.js'
import { checkPostgres } from '../../../../app/setup/checks/postgres.js'
import { checkRedis } from '../../../../app/setup/checks/redis.js'
import { runChecks } from '../../../../app/setup/run-checks.js'
import { silent } from '../../../../app/setup/silent.js'
import { connectDatabase } from '../../../../integrations/postgres/connect-database.js'
import { migrate } from '../../../../integrations/postgres/migrate.js'
import { postgresBrakeStore } from '../../../../integrations/postgres/postgres-brake-store.js'
import { type Realm, realmId } from '../../../../src/domain/realm.js'
import { startRedis } from '../../../support/services/redis-process.js'
import { findRedis, useTestPostgres } from '../../../support/services.js'

const never = new AbortController().signal
const open: Server[] = []
const sockets: Socket[] = []
afterAll(() => {
  for (const server of open) server.close()
  for (const socket of sockets) socket.destroy()
})

/** Takes connections and never says a word. */
async function blackHole(): Promise<number> {
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function byName<T extends { readonly check: string }>(lines: readonly T[], check: string): T | undefined {
  return lines.find((line) => line.check === check)
}

describe('PostgreSQL', () => {
  const look = (url: string, nowMs = Date.now) => checkPostgres({ url, isOwner: false, nowMs }, never)

  it('without a schema calls for migrate, and nothing is made by looking', async () => {
    const { url } = await useTestPostgres()
    for (const _ of [1, 2]) {
      const lines = await look(url)
      expect(byName(lines, 'PostgreSQL')).toMatchObject({
        status: 'green',
        says: expect.stringMatching(/^\d+\.\d+.*, as /),
      })
      expect(byName(lines, 'schema')).toMatchObject({
        status: 'yellow',
        cure: expect.stringMatching(/tourniquet migrate/),
      })
    }
  })

  it('is green when it was migrated; a role that owns the record is a note', async () => {
    const { url } = await useTestPostgres()
    const db = connectDatabase({ url, log: silent })
    await migrate(db)
    const lines = await look(url)
    await db.destroy()
    expect(byName(lines, 'schema')?.status).toBe('green')
    expect(byName(lines, 'PostgreSQL clock')?.status).toBe('green')
    expect(byName(lines, 'database role')).toMatchObject({
      status: 'yellow',
      cure: expect.stringMatching(/DATABASE_MIGRATE_URL/),
    })
  })

  it('is red where its schema is older or newer than the program', async () => {
    const { url } = await useTestPostgres()
    const db = connectDatabase({ url, log: silent })
    await migrate(db)
    await sql`DELETE FROM kysely_migration WHERE name = '0004-write-intents'`.execute(db)
    expect(byName(await look(url), 'schema')).toMatchObject({
      status: 'red',
      says: expect.stringMatching(/0004-write-intents missing/),
    })
    await sql`UPDATE kysely_migration SET name = '9999-tomorrow' WHERE name = '0003-record-step'`.execute(db)
    expect(byName(await look(url), 'schema')).toMatchObject({
      status: 'red',
      says: expect.stringMatching(/newer Tourniquet.*9999-tomorrow/),
    })
    await expect(migrate(db)).rejects.toThrow(/schema of a newer Tourniquet \(9999-tomorrow\)\. Install that version/)
    await db.destroy()
  })

  it('whose clock is more than 5 minutes from ours is red', async () => {
    const { url } = await useTestPostgres()
    expect(byName(await look(url, () => Date.now() - 400_000), 'PostgreSQL clock')?.status).toBe('red')
  })

  it.each([
    ['refuses the password', (url: string) => url.replace(/:[^:@/]+@/, ':wrong-canary@'), /refuses us|does not answer/],
    ['is not there', () => 'postgres://u:wrong-canary@127.0.0.1:1/d', /does not answer/],
    ['has no such database', (url: string) => `${url}-nowhere`, /refuses us/],
  ])('that %s is red, with a cure and without the password', async (_title, change, says) => {
    const [line] = await look(change((await useTestPostgres()).url))
    expect(line).toMatchObject({ check: 'PostgreSQL', status: 'red', says: expect.stringMatching(says) })
    expect(JSON.stringify(line)).not.toContain('canary')
  })
})

describe('brakes', () => {
  const realm: Realm = { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null }

  it('are told with who pulled them and how to go on; none without a schema', async () => {
    const { url } = await useTestPostgres()
    expect(await checkBrakes(url, [realm], never)).toEqual([])
    const db = connectDatabase({ url, log: silent })
    await migrate(db)
    expect(await checkBrakes(url, [realm], never)).toMatchObject([{ status: 'green' }])
    const store = postgresBrakeStore(db, realmId(realm))
    await store.pull({ kind: 'freeze', everywhere: false, reason: 'game day', by: 'ana' })
    await store.pull({ kind: 'standing', everywhere: true, reason: 'an old backup', by: 'the program' })
    const lines = await checkBrakes(url, [realm], never)
    await db.destroy()
    expect(lines).toMatchObject([
      { status: 'yellow', says: expect.stringMatching(/by ana: game day/), cure: expect.stringMatching(/unfreeze/) },
      { status: 'red', says: expect.stringMatching(/an old backup/), cure: expect.stringMatching(/reconcile/) },
    ])
  })
})

describe('Redis', () => {
  it('may be missing: jobs go over PostgreSQL', async () => {
    expect(await checkRedis(null, never)).toMatchObject([{ status: 'green' }])
  })

  it('that may delete jobs is red; one without AOF is a note', async () => {
    const server = await startRedis({ maxmemoryPolicy: 'allkeys-lru' })
    if (server === null) return expect(await findRedis()).toBeNull()
    const lines = await checkRedis(server.url, never)
    expect(byName(lines, 'Redis')?.status).toBe('green')
    expect(byName(lines, 'Redis eviction')).toMatchObject({
      status: 'red',
      says: expect.stringMatching(/allkeys-lru/),
      cure: expect.stringMatching(/noeviction/),
    })
    expect(byName(lines, 'Redis AOF')).toMatchObject({
      status: 'yellow',
      cure: expect.stringMatching(/appendonly yes/),
    })
    server.kill('SIGKILL')
    expect(await checkRedis(server.url, never)).toMatchObject([
      { status: 'red', says: expect.stringMatching(/ECONNRE(FUSED|SET)/) },
    ])
  })

  it('that refuses the login is red, without the password', async () => {
    const server = await startRedis({ password: 'right-one' })
    if (server === null) return expect(await findRedis()).toBeNull()
    const [line] = await checkRedis(server.url.replace('right-one', 'wrong-canary'), never)
    server.kill('SIGKILL')
    expect(line).toMatchObject({ status: 'red', says: expect.stringMatching(/WRONGPASS/) })
    expect(JSON.stringify(line)).not.toContain('canary')
  })
})

describe('the port of the web server', () => {
  it('is green where it is free, or any will do', async () => {
    const port = await blackHole()
    open.pop()?.close()
    expect(await checkListeningPort({ host: '127.0.0.1', port }, '1.0.0', never)).toMatchObject([{ status: 'green' }])
    expect(await checkListeningPort({ host: '127.0.0.1', port: 0 }, '1.0.0', never)).toMatchObject([
      { status: 'green' },
    ])
  })

  it('is red where somebody else has it, or the address is not ours', async () => {
    const port = await otherServer('{"hello":1}')
    expect(await checkListeningPort({ host: '127.0.0.1', port }, '1.0.0', never)).toMatchObject([
      { status: 'red', says: expect.stringMatching(/something else/) },
    ])
    expect(await checkListeningPort({ host: '192.0.2.1', port }, '1.0.0', never)).toMatchObject([
      { status: 'red', says: expect.stringMatching(/EADDRNOTAVAIL/) },
    ])
  })

  it.each([
    ['{"ok":true}', 'green'],
    ['{"ok":true,"name":"tourniquet","version":"1.0.0"}', 'green'],
    ['{"ok":true,"name":"tourniquet","version":"0.9.0"}', 'yellow'],
  ])('that answers %s is %s', async (body, status) => {
    const port = await otherServer(body)
    expect(await checkListeningPort({ host: '127.0.0.1', port }, '1.0.0', never)).toMatchObject([{ status }])
  })

  async function otherServer(body: string): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
        ),
      )
    })
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
})

describe('a host that swallows everything', () => {
  it('is red in the time that it was given, whatever it should have been', async () => {
    const port = await blackHole()
    const startedMs = performance.now()
    const lines = await runChecks(
      [
        {
          name: 'PostgreSQL',
          cureOfSilence: 'c',
          run: (signal) =>
            checkPostgres({ url: `postgres://u:p@127.0.0.1:${port}/d`, isOwner: true, nowMs: Date.now }, signal),
        },
        { name: 'Redis', cureOfSilence: 'c', run: (signal) => checkRedis(`redis://127.0.0.1:${port}`, signal) },
        {
          name: 'web server',
          cureOfSilence: 'c',
          run: (signal) => checkListeningPort({ host: '127.0.0.1', port }, '1.0.0', signal),
        },
      ],
      300,
    )
    expect(lines.map(({ check, status }) => [check, status])).toEqual([
      ['PostgreSQL', 'red'],
      ['Redis', 'red'],
      ['web server', 'red'],
    ])
    expect(performance.now() - startedMs).toBeLessThan(2_000)
  })
})
