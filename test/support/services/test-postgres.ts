import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { isRunning } from '../../../integrations/postgres/embedded/process-identity.js'
import { ownIdentity } from '../../../integrations/postgres/embedded/process-marks.js'
import { useEmbeddedServer } from '../../../integrations/postgres/embedded/use-embedded-server.js'
import { ensureKeeper } from './ensure-keeper.js'

const HOUR_MS = 3_600_000

/** Dropping one costs a checkpoint, about half a second, and a second one next to nothing: so several at a time. */
const FINISHED_BEFORE_DROP = 8

/** What the test processes of this checkout share, and those of another checkout or user do not. */
export const SERVICES_FOLDER = servicesFolder()

let server: Promise<string> | undefined
const ownDatabases = new Set<string>()

/** Creates a database for this test file and returns its URL; drops some of those that earlier files have left. */
export async function createTestDatabase(): Promise<string> {
  server ??= openServer()
  const url = await server
  const name = databaseName()
  ownDatabases.add(name)
  await administer(url, async (client) => {
    await client.query(`CREATE DATABASE ${name}`)
    // What a commit waits for is the disk, which no rule here is about: servers that a test lets die are its own.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`)
  })
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

async function openServer(): Promise<string> {
  // Never released here: this process's use ends with it, and the keeper then drops what it leaves.
  const url = process.env.TEST_DATABASE_URL || (await useEmbeddedServer({ dataDir: SERVICES_FOLDER })).url
  ensureKeeper(SERVICES_FOLDER)
  const { pid, startedAt } = ownIdentity()
  await dropDatabases(url, FINISHED_BEFORE_DROP, (owner) => owner.pid === pid && owner.startedAt === startedAt)
  return url
}

/** `isFinished` decides on databases whose process may still live, by the identity of that process. */
export async function dropDatabases(
  url: string,
  atLeast: number,
  isFinished: (owner: { pid: number; startedAt: string }) => boolean,
): Promise<void> {
  await administer(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname ~ '^test_'")
    const finished = rows.map(({ datname }) => datname).filter((name) => isLeftOver(name, isFinished))
    if (finished.length < atLeast) return
    for (const name of finished) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

function isLeftOver(name: string, isFinished: (owner: { pid: number; startedAt: string }) => boolean): boolean {
  const [, pid, startedAt, createdAt] = name.split('_')
  if (startedAt === undefined || ownDatabases.has(name)) return false
  const owner = { pid: Number(pid), startedAt }
  if (isFinished(owner)) return true
  // Of a server elsewhere, processes of other hosts make use as well, and whether they live cannot be told from here.
  if (process.env.TEST_DATABASE_URL) return Date.now() - Number.parseInt(createdAt ?? '', 36) > HOUR_MS
  return !isRunning(owner)
}

function databaseName(): string {
  const { pid, startedAt } = ownIdentity()
  return `test_${pid}_${startedAt}_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`
}

async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the query that fails with it rejects
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function servicesFolder(): string {
  const checkout = fileURLToPath(new URL('../../..', import.meta.url))
  const key = createHash('sha256').update(`${checkout}\n${userInfo().uid}`).digest('hex').slice(0, 12)
  const folder = join(tmpdir(), `tourniquet-test-${key}`)
  mkdirSync(folder, { recursive: true })
  return folder
}
