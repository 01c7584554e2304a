import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryFolderLock, withFolderLock } from '../../../../integrations/postgres/embedded/folder-lock.js'
import { commandLineOf, identityOf, isRunning } from '../../../../integrations/postgres/embedded/process-identity.js'
import {
  leaveMark,
  liveMarks,
  markName,
  ownIdentity,
} from '../../../../integrations/postgres/embedded/process-marks.js'

const hasPs = spawnSync('ps').error === undefined

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marks-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a process', () => {
  it('is known by its pid and its start, so that a reused pid is another process', () => {
    const own = ownIdentity()
    expect(isRunning(own)).toBe(true)
    expect(isRunning({ ...own, startedAt: `${own.startedAt}0` })).toBe(false)
    expect(identityOf(process.ppid)).not.toEqual(own)
  })

  // Where there is no /proc, ps tells; this system may have both.
  it.each(['linux', 'darwin'].filter((platform) => (platform === 'darwin' ? hasPs : process.platform === platform)))(
    'is known as on %s',
    (platform) => {
      const own = identityOf(process.pid, platform)
      expect(own?.startedAt).toMatch(/^[a-z0-9]{5,}$/)
      expect(identityOf(process.pid, platform)).toEqual(own)
      expect(identityOf(2 ** 22 + 1, platform)).toBeNull()
      expect(commandLineOf(process.pid, platform)).toContain('jest')
    },
  )

  it('that was killed is not running, even while its parent has not noticed', async () => {
    const child = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = await once(child.stdout, 'data')
    const grandchild = identityOf(Number(String(line)))
    if (grandchild === null) throw new Error('it has not started')
    expect(isRunning(grandchild)).toBe(true)
    // As long as it is a shell still, it may reap its child after all.
    while (!commandLineOf(child.pid ?? 0)?.startsWith('sleep')) await sleep(5)
    process.kill(grandchild.pid, 'SIGKILL')
    await sleep(50)
    // Its parent, a sleep, never reaps it: kill(pid, 0) still finds the zombie.
    expect(() => process.kill(grandchild.pid, 0)).not.toThrow()
    expect(isRunning(grandchild)).toBe(false)
    expect(commandLineOf(grandchild.pid)).toBeNull()
    child.kill()
  })

  it('tells its command line', () => {
    expect(commandLineOf(process.pid)).toContain(process.argv0)
    expect(commandLineOf(2 ** 22 + 1)).toBeNull()
  })
})

describe('a mark', () => {
  it('counts until it is removed', () => {
    const mark = leaveMark(folder)
    leaveMark(folder)
    expect(liveMarks(folder)).toEqual([ownIdentity(), ownIdentity()])
    mark.remove()
    mark.remove()
    expect(liveMarks(folder)).toEqual([ownIdentity()])
  })

  it('of a dead process is deleted, and so is what is no mark', () => {
    const own = ownIdentity()
    for (const name of [markName({ ...own, startedAt: '0t0' }), 'x', 'a-b-c', '1', '-'])
      writeFileSync(join(folder, name), '')
    expect(liveMarks(folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the lock of a folder', () => {
  it('is held by one at a time', async () => {
    let holders = 0
    let most = 0
    const enter = (): Promise<void> =>
      withFolderLock(folder, async () => {
        holders += 1
        most = Math.max(most, holders)
        await sleep(2)
        holders -= 1
      })
    await Promise.all(Array.from({ length: 15 }, enter))
    expect(most).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is free again when its holder fails, and the failure passes on', async () => {
    await expect(withFolderLock(folder, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
    await expect(withFolderLock(folder, async () => 7)).resolves.toBe(7)
  })

  it('cannot be tried while somebody holds it', () => {
    const mark = tryFolderLock(folder)
    expect(mark).not.toBeNull()
    expect(tryFolderLock(folder)).toBeNull()
    mark?.remove()
    expect(tryFolderLock(folder)).not.toBeNull()
  })

  it('of a dead process is free', () => {
    writeFileSync(join(folder, markName({ ...ownIdentity(), startedAt: '0t0' })), '')
    expect(tryFolderLock(folder)).not.toBeNull()
  })
})
