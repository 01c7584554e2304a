import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../integrations/postgres/embedded/caught-error.js'
import { identityOf } from '../../integrations/postgres/embedded/process-identity.js'
import { liveMarks } from '../../integrations/postgres/embedded/process-marks.js'
import { startRedis } from './services/redis-process.js'
import { createTestDatabase, SERVICES_FOLDER } from './services/test-postgres.js'

/** A database that nobody else uses, with nothing in it; the user may do everything. */
export type TestPostgres = { readonly url: string }

export type QueueBackend = { readonly kind: 'postgres' | 'redis'; readonly redisUrl: string | null }

/**
 * A fresh, empty database: on TEST_DATABASE_URL if that is set, else on an embedded server that all test processes of
 * this checkout share. Call it as often as databases are needed; each is dropped when the run is over.
 */
export async function useTestPostgres(): Promise<TestPostgres> {
  return { url: await createTestDatabase() }
}

let ownRedis: Promise<string | null> | undefined

/**
 * A Redis: REDIS_URL if that is set, else a redis-server of this test file's own, else null. Without REDIS_URL it is
 * empty at first; use a realm or prefix of your own all the same. It ends with the test process.
 */
export async function findRedis(): Promise<string | null> {
  ownRedis ??= process.env.REDIS_URL ? Promise.resolve(process.env.REDIS_URL) : startOwnRedis()
  return await ownRedis
}

/**
 * The servers to run a queue suite on, for `describe.each(await queueBackends())('$kind', ...)`. Where there is no
 * Redis that is said once a run.
 */
export async function queueBackends(): Promise<QueueBackend[]> {
  const redisUrl = await findRedis()
  if (redisUrl === null) sayOnce('Redis part skipped: no redis-server and no REDIS_URL')
  const redis = redisUrl === null ? [] : [{ kind: 'redis', redisUrl } as const]
  return [{ kind: 'postgres', redisUrl: null }, ...redis]
}

async function startOwnRedis(): Promise<string | null> {
  return (await startRedis())?.url ?? null
}

/** Once a run: all test processes of a run have one parent, or are it. */
function sayOnce(text: string): void {
  const run = identityOf(process.ppid)
  const folder = join(SERVICES_FOLDER, 'said')
  mkdirSync(folder, { recursive: true })
  liveMarks(folder) // sweeps those of earlier runs
  try {
    closeSync(openSync(join(folder, `${run?.pid}-${run?.startedAt}`), 'wx'))
    writeSync(2, `\n${text}\n`)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}
