import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { bundledCli } from './bundled-cli.js'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

const folders: string[] = []

/** Removes what the runs of this file have written; call it in afterAll. */
export async function removeCliFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
}

/** A folder of its own for a run, removed by removeCliFolders. */
export async function cliFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-cli-'))
  folders.push(folder)
  return folder
}

/**
 * A folder for all tests of the file that calls this before any of them, removed after them; the file may be one of several in a
 * suite (scripts/jest/group-suites.mjs), and cliFolder's go with whichever file ends first.
 */
export async function useCliFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-cli-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Surroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the program from its sources as a child process, without a terminal. */
export async function startCli(
  args: readonly string[],
  own: Surroundings = {},
): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const program = await bundledCli()
  const { NODE_OPTIONS: _, ...env } = process.env
  return spawn(process.execPath, [program, ...args], {
    cwd: own.cwd ?? process.cwd(),
    env: { ...env, NO_COLOR: '1', ...own.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the program to its end, in an empty folder unless told where. */
export async function runCli(args: readonly string[], own: Surroundings = {}): Promise<Ended> {
  const cwd = own.cwd ?? (await cliFolder())
  await bundledCli() // not a part of what the run takes
  const startedAt = performance.now()
  const child = await startCli(args, { ...own, cwd })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, stdout: stdout.join(''), stderr: stderr.join(''), tookMs: performance.now() - startedAt }
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const parts: string[] = []
  stream.setEncoding('utf8')
  stream.on('data', (part: string) => parts.push(part))
  return parts
}
