import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cliFolder, removeCliFolders, startCli } from '../../../support/run-cli.js'

const SOON_MS = 30_000

/** Processes of this machine whose command line names the folder. */
function processesIn(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(folder))
}

async function until(isThere: () => boolean, what: () => string): Promise<void> {
  const endsAtMs = performance.now() + SOON_MS
  while (!isThere()) {
    if (performance.now() > endsAtMs) throw new Error(what())
    await pause(20)
  }
}

describe('a run on the real service', () => {
  afterAll(removeCliFolders)

  it.each([
    ['SIGTERM', 143, 'while it is played', (output: string) => output.includes('T+00:')],
    ['SIGINT', 130, 'while it is set up', (_: string, own: string) => processesIn(own).length > 0],
  ] as const)(
    'that %s ends leaves with %i, and neither a PostgreSQL nor a file behind: %s',
    async (signal, code, _when, isTime) => {
      const own = await mkdtemp(join(tmpdir(), 'tourniquet-signal-'))
      // PostgreSQL may run as another user, who must get through this folder.
      await chmod(own, 0o711)
      const args = ['exercise', 'run', 'starter-instance-credentials', '--stage', 'service', '--player', 'good']
      const child = await startCli([...args, '--time-scale', '1'], { cwd: await cliFolder(), env: { TMPDIR: own } })
      const told: string[] = []
      child.stderr.setEncoding('utf8').on('data', (part: string) => told.push(part))
      child.stdout.resume()
      const ended = new Promise((resolve) => child.once('close', (exit, by) => resolve(exit ?? by)))
      try {
        await until(
          () => isTime(told.join(''), own),
          () => told.join(''),
        )
        child.kill(signal)
        expect(await ended).toBe(code)
        expect(processesIn(own)).toEqual([])
        expect(readdirSync(own)).toEqual([])
      } finally {
        child.kill('SIGKILL')
        await rm(own, { recursive: true, force: true, maxRetries: 5 })
      }
    },
    60_000,
  )
})
