import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import pg from 'pg'
import { findRedis, queueBackends, useTestPostgres } from './services.js'

async function tablesOf(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined) // the query rejects
  await client.connect()
  const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
  await client.query('CREATE TABLE IF NOT EXISTS mine ()')
  await client.end()
  return rows.map(({ tablename }) => String(tablename))
}

describe('a test database', () => {
  it('is empty, and of its own', async () => {
    const [first, second] = [await useTestPostgres(), await useTestPostgres()]
    expect(await tablesOf(first.url)).toEqual([])
    expect(await tablesOf(second.url)).toEqual([])
    expect(await tablesOf(first.url)).toEqual(['mine'])
  })

  it('is gone, and its server stopped, soon after its process has ended however it did', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'services-'))
    chmodSync(temporary, 0o711) // as root the server runs as somebody else
    const services = new URL('services/test-postgres.ts', import.meta.url).href
    const code = `const { createTestDatabase } = await import('${services}'); await createTestDatabase(); process.kill(process.pid, 'SIGKILL')`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, TMPDIR: temporary, TEST_DATABASE_URL: '' },
      stdio: 'inherit',
    })
    await new Promise((resolve) => child.once('exit', resolve))
    const [folder = ''] = readdirSync(temporary).filter((name) => name.startsWith('tourniquet-test-'))
    const users = join(temporary, folder, 'postgres/users')
    const deadlineMs = performance.now() + 20_000
    const isBusy = (): boolean =>
      readdirSync(users).length > 0 || readdirSync(join(temporary, folder, 'postgres/data')).includes('postmaster.pid')
    while (isBusy() && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isBusy()).toBe(false)
    // Of databases, only the cluster's own three and `tourniquet` are left.
    expect(
      readdirSync(join(temporary, folder, 'postgres/data/base')).filter((name) => /^\d+$/.test(name)),
    ).toHaveLength(4)
    rmSync(temporary, { recursive: true })
  })
})

describe('the backends of a queue suite', () => {
  it('are PostgreSQL, and Redis where there is one', async () => {
    const url = await findRedis()
    const backends = await queueBackends()
    expect(backends.map(({ kind }) => kind)).toEqual(url === null ? ['postgres'] : ['postgres', 'redis'])
    if (url === null) return
    const redis = new Redis(url)
    expect(await redis.ping()).toBe('PONG')
    redis.disconnect()
  })
})
