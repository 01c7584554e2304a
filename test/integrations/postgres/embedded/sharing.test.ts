import { existsSync } from 'node:fs'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'
import { dataFolder, isOpen, postmasterPid, query, startUser, until, users } from './embedded-fixture.js'

describe('an embedded server shared by processes', () => {
  const dataDir = dataFolder()

  it('is one, though they all start at once on an empty folder', async () => {
    const all = await Promise.all([startUser(dataDir), startUser(dataDir), useEmbeddedServer({ dataDir })])
    const [first, second, own] = all
    expect(new Set(all.map(({ url }) => url)).size).toBe(1)
    expect(await first.order('query')).toBe('42')
    expect(await second.order('query')).toBe('42')
    await first.end('release')
    await own.release()
    expect(await second.order('query')).toBe('42')
    await second.end('release')
    expect(postmasterPid(dataDir)).toBeNull()
  })

  it('goes on when its starter is killed', async () => {
    const starter = await startUser(dataDir)
    const other = await useEmbeddedServer({ dataDir })
    await starter.end('SIGKILL')
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await other.release()
    expect(postmasterPid(dataDir)).toBeNull()
  })

  it('is stopped by the last live user: the killed do not count', async () => {
    const victims = await Promise.all([startUser(dataDir), startUser(dataDir)])
    const server = await useEmbeddedServer({ dataDir })
    for (const victim of victims) await victim.end('SIGKILL')
    await server.release()
    expect(postmasterPid(dataDir)).toBeNull()
    expect(users(dataDir)).toEqual([])
  })

  it('stays up where all users were killed, and the next one adopts it', async () => {
    const only = await startUser(dataDir)
    const pid = postmasterPid(dataDir)
    await only.end('SIGKILL')
    expect(postmasterPid(dataDir)).toBe(pid)
    const next = await useEmbeddedServer({ dataDir })
    expect(postmasterPid(dataDir)).toBe(pid)
    expect(next.url).toBe(only.url)
    await next.release()
    // A server takes its pid file away a moment before it is gone.
    await until(async () => !existsSync(`/proc/${pid}/cwd`))
    expect(await isOpen(next.port)).toBe(false)
  })

  it('is stopped by a last user that ends without releasing, and not by one that is not the last', async () => {
    const [last, other] = await Promise.all([startUser(dataDir), startUser(dataDir)])
    await other.end('exit')
    expect(await last.order('query')).toBe('42')
    await last.end('exit')
    await until(() => postmasterPid(dataDir) === null)
  })

  it('survives any order of comings and goings', async () => {
    const visit = async (): Promise<void> => {
      const server = await useEmbeddedServer({ dataDir })
      expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      await server.release()
    }
    await Promise.all([visit(), visit(), visit(), startUser(dataDir).then((user) => user.end('release')), visit()])
    await visit()
    expect(postmasterPid(dataDir)).toBeNull()
    expect(users(dataDir)).toEqual([])
  })
})
