import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort } from '../../../integrations/postgres/embedded/free-port.js'

/** Its exports are for `import` alone, so that nothing resolves the path in Jest. */
const packageRoot = join(import.meta.dirname, '../../../node_modules/emulate')
/** Beside other packages, so that its own imports are found. */
const patchedRoot = join(packageRoot, '..', '.cache', 'emulate-for-node-20')

const imported = 'import { registerHooks, stripTypeScriptTypes } from "module"'
/** `registerHooks` came with Node 22.15; the emulator wants it for configurations in TypeScript, of which we have none. */
const optional =
  'import * as nodeModule from "module"; const { stripTypeScriptTypes } = nodeModule; const registerHooks = nodeModule.registerHooks ?? (() => ({ deregister() {} }))'

/** A copy of the emulator that Node 20 can load. Whoever comes first makes it; it appears whole or not at all. */
async function patchedEmulator(): Promise<string> {
  const entry = join(patchedRoot, 'dist', 'index.js')
  if (await readFile(entry).then(Boolean, () => false)) return entry
  await mkdir(dirname(patchedRoot), { recursive: true })
  const draft = await mkdtemp(`${patchedRoot}-`)
  await cp(join(packageRoot, 'dist'), join(draft, 'dist'), { recursive: true })
  await cp(join(packageRoot, 'package.json'), join(draft, 'package.json'))
  for (const name of await readdir(join(draft, 'dist'))) {
    const file = join(draft, 'dist', name)
    const text = name.endsWith('.js') ? await readFile(file, 'utf8') : ''
    if (text.includes(imported)) await writeFile(file, text.replace(imported, optional))
  }
  // Somebody else was faster: theirs is as good.
  await rename(draft, patchedRoot).catch(() => rm(draft, { recursive: true, force: true }))
  return entry
}

export interface EmulatorProcess {
  readonly url: string
  close(): Promise<void>
}

/** Starts the emulator of Slack (npm `emulate`) with a seed; the same seed gives the same ids. */
export async function startEmulator(seed: object): Promise<EmulatorProcess> {
  const entry = await patchedEmulator()
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-slack-'))
  const file = join(folder, 'seed.json')
  await writeFile(file, JSON.stringify({ slack: seed }))
  const port = await freePort()
  const child = spawn(process.execPath, [entry, 'start', '-p', String(port), '-s', 'slack', '--seed', file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1' },
  })
  await ready(child)
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const START_MS = 30_000

function ready(child: ChildProcess): Promise<void> {
  const told: string[] = []
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The emulator did not start:\n${told.join('')}`)), START_MS)
    const look = (part: Buffer) => {
      told.push(part.toString('utf8'))
      if (!told.join('').includes('Ready.')) return
      clearTimeout(late)
      resolve()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`The emulator ended with ${code}:\n${told.join('')}`))
    })
  })
}
