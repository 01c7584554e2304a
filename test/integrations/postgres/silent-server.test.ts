import { type Kysely, sql } from 'kysely'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import type { Database } from '../../../integrations/postgres/database.js'
import { useTestPostgres } from '../../support/services.js'
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js'

const QUERY_TIMEOUT_MS = 1_000
const log = { info: () => {}, warn: () => {}, error: () => {} }
const real = new URL((await useTestPostgres()).url)
const proxy: TcpProxy = await startTcpProxy({ host: real.hostname, port: Number(real.port) })
const url = Object.assign(new URL(real.href), { hostname: '127.0.0.1', port: String(proxy.port) }).href

describe('a database whose server falls silent, without breaking a connection', () => {
  let db: Kysely<Database>
  const ask = async () => (await sql<{ one: number }>`SELECT 1 AS one, pg_sleep(0.02)`.execute(db)).rows[0]?.one
  beforeEach(async () => {
    db = connectDatabase({ url, log, maxConnections: 4, queryTimeoutMs: QUERY_TIMEOUT_MS })
    await Promise.all([ask(), ask(), ask(), ask()])
    proxy.silence()
  })
  afterEach(async () => {
    proxy.mend()
    await db.destroy()
  })
  afterAll(() => proxy.close())

  it('a query is given up in time; those connections are used no more when the server answers again', async () => {
    const startedAtMs = performance.now()
    await expect(ask()).rejects.toThrow('Query read timeout')
    expect(performance.now() - startedAtMs).toBeLessThan(1.8 * QUERY_TIMEOUT_MS)
    proxy.mend()
    // The other three were idle when it fell silent, and are as dead as the first one.
    const mendedAtMs = performance.now()
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([1, 1, 1, 1])
    expect(performance.now() - mendedAtMs).toBeLessThan(QUERY_TIMEOUT_MS)
  })

  it('a transaction waits for its first query alone, and not for its rollback too', async () => {
    const startedAtMs = performance.now()
    await expect(db.transaction().execute((open) => sql`SELECT 1`.execute(open))).rejects.toThrow('Query read timeout')
    expect(performance.now() - startedAtMs).toBeLessThan(1.8 * QUERY_TIMEOUT_MS)
  })
})

describe('a query that is slow, on a server that answers', () => {
  it('is given up, and the connections that answered before are opened anew', async () => {
    const db = connectDatabase({ url: real.href, log, maxConnections: 2, queryTimeoutMs: QUERY_TIMEOUT_MS })
    const pid = async () => (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db)).rows[0]?.pid
    const first = await pid()
    await expect(sql`SELECT pg_sleep(3)`.execute(db)).rejects.toThrow('Query read timeout')
    const next = await pid()
    expect(next).not.toBe(first)
    expect(await pid()).toBe(next)
    await db.destroy()
  })
})
