import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../../../integrations/postgres/embedded/open-database.js'
import { markName } from '../../../../integrations/postgres/embedded/process-marks.js'
import { serverFolder } from '../../../../integrations/postgres/embedded/server-folder.js'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'
import { dataFolder, postmasterPid, query, startUser, until, users } from './embedded-fixture.js'

/** An identity that cannot be alive: a process that runs, as if it had started at another time. */
const dead = { pid: process.pid, startedAt: '00000000t1' }

describe('an embedded server', () => {
  const dataDir = dataFolder()
  const pidFile = join(dataDir, 'postgres/data/postmaster.pid')

  it('that was killed is started again with all that was committed, under its users', async () => {
    const first = await useEmbeddedServer({ dataDir })
    await query(first.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number')
    const pid = postmasterPid(dataDir)
    process.kill(pid ?? 0, 'SIGKILL')
    await until(() => postmasterPid(dataDir) === null)
    expect(existsSync(pidFile)).toBe(true)
    // Backends outlive a killed postmaster for a moment, and hold its port: the next start would rightly take another.
    await untilFree(first.port)

    const second = await useEmbeddedServer({ dataDir })
    expect(second.url).toBe(first.url)
    expect(postmasterPid(dataDir)).not.toBe(pid)
    expect(await query(first.url, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 1000 }])
    await first.release()
    await second.release()
  })

  it('starts although another process now has the pid of its dead one', async () => {
    // In a restarted container the pids repeat. PostgreSQL minds only those of its own user.
    const { uid, gid } = statSync(join(dataDir, 'postgres/data'))
    const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {})
    const lines = [stranger.pid, join(dataDir, 'postgres/data'), 1, 5432, '', '127.0.0.1', ' 1 1', 'ready   ']
    writeFileSync(pidFile, `${lines.join('\n')}\n`)
    const server = await useEmbeddedServer({ dataDir })
    expect(postmasterPid(dataDir)).not.toBe(stranger.pid)
    expect(stranger.exitCode).toBeNull()
    await server.release()
    stranger.kill()
  })

  it('is not held up by the lock of a dead process, nor by the pid of one', async () => {
    writeFileSync(join(dataDir, 'postgres/lock', markName(dead)), '')
    writeFileSync(join(dataDir, 'postgres/lock', '999999999-00000000t1-abc'), '')
    writeFileSync(join(dataDir, 'postgres/lock/not a mark'), '')
    writeFileSync(join(dataDir, 'postgres/users', markName(dead)), '')
    const server = await useEmbeddedServer({ dataDir })
    await server.release()
    expect(postmasterPid(dataDir)).toBeNull()
    expect([...users(dataDir), ...readdirSync(join(dataDir, 'postgres/lock'))]).toEqual([])
  })

  it('takes another port where its own is taken', async () => {
    const first = await useEmbeddedServer({ dataDir })
    await first.release()
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(first.port, '127.0.0.1', resolve))
    const second = await useEmbeddedServer({ dataDir })
    expect(second.port).not.toBe(first.port)
    expect(await query(second.url, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 1000 }])
    await second.release()
    squatter.close()
  })

  it('has one database, however many make it at the same moment', async () => {
    const server = await useEmbeddedServer({ dataDir })
    const { password } = new URL(server.url)
    await query(server.url.replace(/[^/]+$/, 'postgres'), 'DROP DATABASE tourniquet WITH (FORCE)')
    const opening = Array.from({ length: 6 }, () =>
      openDatabase(serverFolder(join(dataDir, 'postgres')), server.port, password),
    )
    expect(new Set(await Promise.all(opening))).toEqual(new Set([server.url]))
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.release()
  })
})

async function untilFree(port: number): Promise<void> {
  for (;;) {
    const probe = createServer()
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (free) {
      await new Promise((resolve) => probe.close(resolve))
      return
    }
    await sleep(50)
  }
}

describe('a first start that is killed', () => {
  it.each([50, 400, 900])('after %d ms leaves a folder that the next one starts from', async (delayMs) => {
    const dataDir = dataFolder()
    mkdirSync(join(dataDir, 'postgres'))
    const starting = startUser(dataDir)
    await until(() => existsSync(join(dataDir, 'postgres/server.json')))
    await sleep(delayMs)
    const [holder = ''] = readdirSync(join(dataDir, 'postgres/users'))
    process.kill(Number(holder.split('-')[0]), 'SIGKILL')
    await starting

    const server = await useEmbeddedServer({ dataDir })
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.release()
    expect(postmasterPid(dataDir)).toBeNull()
    const left = readdirSync(join(dataDir, 'postgres')).filter((name) => !name.startsWith('data.new-'))
    expect(left.sort()).toEqual(['data', 'lock', 'postgres.log', 'server.json', 'users'])
    expect(readFileSync(join(dataDir, 'postgres/data/PG_VERSION'), 'utf8').trim()).toBe('18')
  })
})
