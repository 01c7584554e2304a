import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'
import { dataFolder, isOpen, postmasterPid, query, startUser, users } from './embedded-fixture.js'

const isRoot = process.getuid?.() === 0

describe('the embedded server', () => {
  const dataDir = dataFolder()

  it('is made on first use, says what it does, and gives an empty database', async () => {
    const said: string[] = []
    const server = await useEmbeddedServer({ dataDir, onProgress: (message) => void said.push(message) })
    expect(said.at(-1)).toMatch(/^Starting the embedded PostgreSQL server in /)
    expect(new URL(server.url)).toMatchObject({
      hostname: '127.0.0.1',
      port: String(server.port),
      pathname: '/tourniquet',
    })
    expect(await query(server.url, "SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
    await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS number')
    await server.release()
  })

  it('is durable, small, and heard on 127.0.0.1 alone', async () => {
    const server = await useEmbeddedServer({ dataDir })
    const settings = await query(server.url, 'SELECT name, setting FROM pg_settings')
    const setting = (name: string) => settings.find((row) => row.name === name)?.setting
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'])
      expect(setting(name)).toBe('on')
    expect(setting('listen_addresses')).toBe('127.0.0.1')
    expect(setting('unix_socket_directories')).toBe('')
    expect(setting('max_connections')).toBe('100')
    expect(setting('server_encoding')).toBe('UTF8')
    await server.release()
  })

  it('keeps its data and its port', async () => {
    const first = await useEmbeddedServer({ dataDir })
    await first.release()
    const second = await useEmbeddedServer({ dataDir })
    expect(second.port).toBe(first.port)
    expect(await query(second.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }])
    await second.release()
  })

  it('is stopped by the last release, and by no earlier one', async () => {
    const first = await useEmbeddedServer({ dataDir })
    const second = await useEmbeddedServer({ dataDir })
    expect(second.url).toBe(first.url)
    await first.release()
    await first.release()
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await second.release()
    expect(postmasterPid(dataDir)).toBeNull()
    expect(await isOpen(second.port)).toBe(false)
    expect(users(dataDir)).toEqual([])
  })

  it('refuses connections without the password, which nobody else may read', async () => {
    const server = await useEmbeddedServer({ dataDir })
    const wrong = Object.assign(new URL(server.url), { password: 'guess' })
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    const record = join(dataDir, 'postgres/server.json')
    expect(statSync(record).mode & 0o777).toBe(0o600)
    expect(readFileSync(record, 'utf8')).toContain(new URL(server.url).password)
    expect(statSync(join(dataDir, 'postgres/data')).mode & 0o777).toBe(0o700)
    await server.release()
  })

  it('logs no failed statement, since statements hold evidence', async () => {
    const server = await useEmbeddedServer({ dataDir })
    await query(server.url, 'CREATE TABLE once (id text PRIMARY KEY)')
    await query(server.url, "INSERT INTO once VALUES ('arn:secret')")
    await expect(query(server.url, "INSERT INTO once VALUES ('arn:secret')")).rejects.toThrow(/duplicate key/)
    await server.release()
    const log = readFileSync(join(dataDir, 'postgres/postgres.log'), 'utf8')
    expect(log).toContain('duplicate key')
    expect(log).not.toContain('arn:secret')
  })

  it('works under a path longer than a Unix socket may have', async () => {
    const base = dataFolder()
    chmodSync(base, 0o755)
    const deep = join(base, 'd'.repeat(120), 'with a space and "quotes"')
    const server = await useEmbeddedServer({ dataDir: deep })
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.release()
    expect(readdirSync(join(deep, 'postgres')).sort()).toEqual(['data', 'lock', 'postgres.log', 'server.json', 'users'])
  })
})

// An ordinary user's run of this file has shown above that it works for one.
const rootsTests = isRoot ? [describe] : []
for (const describeAsRoot of rootsTests) {
  describeAsRoot('under root', () => {
    it('the server runs as somebody else, who owns its data', async () => {
      const dataDir = dataFolder()
      const server = await useEmbeddedServer({ dataDir })
      const owner = statSync(join(dataDir, 'postgres/data')).uid
      expect(owner).not.toBe(0)
      const status = readFileSync(`/proc/${postmasterPid(dataDir)}/status`, 'utf8')
      expect(status).toMatch(new RegExp(`^Uid:\\s+${owner}\\s+${owner}`, 'm'))
      await server.release()
    })

    it("an ordinary user's server can be used by that user and by root, who leaves it as it was", async () => {
      const dataDir = dataFolder()
      const nobody = 65_534
      const user = await startUser(dataDir, nobody)
      expect(await user.order('query')).toBe('42')
      await user.end('release')
      const server = await useEmbeddedServer({ dataDir })
      expect(statSync(join(dataDir, 'postgres/data')).uid).toBe(nobody)
      await server.release()
      const again = await startUser(dataDir, nobody)
      expect(await again.order('query')).toBe('42')
      await again.end('release')
    })
  })
}
