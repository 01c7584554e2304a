import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { identityOf } from '../../../../integrations/postgres/embedded/process-identity.js'

const script = fileURLToPath(new URL('server-user.ts', import.meta.url))

/** Another process that uses the server. */
export type ServerUser = {
  readonly url: string
  /** `query` is answered. */
  order(order: 'query'): Promise<string>
  /** Resolves when the process has ended. */
  end(how: 'release' | 'exit' | 'SIGKILL'): Promise<void>
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) {
    const pid = postmasterPid(folder)
    if (pid !== null) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
})

/** A data folder of a test's own, gone after the file; a server that still runs in it is killed. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  folders.push(folder)
  return folder
}

/** Starts a process, as another system user if asked to; resolves when it has its server. */
export async function startUser(dataDir: string, uid?: number): Promise<ServerUser> {
  if (uid !== undefined) chownSync(dataDir, uid, uid)
  const as = uid === undefined ? {} : { uid, gid: uid, env: { ...process.env, HOME: dataDir, TMPDIR: dataDir } }
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    ...as,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const say = async (): Promise<string> => String((await lines.next()).value ?? 'nothing: it has ended')
  const url = await say()
  return {
    url,
    order: async (order) => {
      child.stdin.write(`${order}\n`)
      return await say()
    },
    end: async (how) => {
      const ended = once(child, 'exit')
      if (how === 'SIGKILL') child.kill(how)
      else child.stdin.write(`${how}\n`)
      await ended
    },
  }
}

/** The live server's process; null if there is none. */
export function postmasterPid(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
    return identityOf(pid) === null ? null : pid
  } catch {
    return null
  }
}

export function users(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'postgres/users'))
}

export async function query(connectionString: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined) // the query rejects
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 15_000
  while (!(await isTrue())) {
    if (performance.now() > deadlineMs) throw new Error(`still not so after 15 s: ${isTrue}`)
    await sleep(10)
  }
}
