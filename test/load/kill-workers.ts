import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { ProductProcess } from '../chaos/product-process.js'
import type { LoadWorld } from './load-world.js'
import { type LostWork, type Recovered, watchRecovery } from './watch-recovery.js'

/** A killed worker, and what became of the work that it had in hand. */
export type Kill = readonly Recovered[]

/** How often it is looked for a worker that has work in hand. */
const LOOK_EVERY_MS = 5
/** Of the time between two kills, how much is spent on that; then one is killed that has none. */
const LOOKING_SHARE = 0.8
/** A worker that is stopped may have sent a statement, which the database still carries out. */
const UNDER_WAY_MS = 20

/** Every few seconds kills a worker while it has work in hand, and starts another, until `isOver`. */
export async function killWorkers(
  world: LoadWorld,
  db: pg.Pool,
  workers: ProductProcess[],
  everyMs: number,
  isOver: () => boolean,
): Promise<Kill[]> {
  const kills: Promise<Kill>[] = []
  for (let dueAtMs = performance.now() + everyMs; !isOver(); dueAtMs += everyMs) {
    await pause(Math.max(0, dueAtMs - performance.now()))
    if (isOver()) break
    const { victim, inHand } = await catchAtWork(db, workers, everyMs * LOOKING_SHARE)
    const killedAtMs = performance.now()
    await victim.end()
    workers.splice(workers.indexOf(victim), 1)
    kills.push(watchRecovery(db, inHand, killedAtMs))
    workers.push(await world.startWorker())
  }
  return Promise.all(kills)
}

interface Caught {
  readonly victim: ProductProcess
  readonly inHand: readonly LostWork[]
}

/** A worker that is stopped and holds claims; after `patienceMs` the oldest one, whatever it holds. */
async function catchAtWork(db: pg.Pool, workers: readonly ProductProcess[], patienceMs: number): Promise<Caught> {
  const giveUpAtMs = performance.now() + patienceMs
  for (;;) {
    const isOver = performance.now() > giveUpAtMs
    const claims = await readClaims(db)
    const [oldest] = workers
    const victim = workers.find(({ pid }) => claims.some((claim) => claim.pid === pid)) ?? (isOver ? oldest : undefined)
    if (victim !== undefined) {
      victim.signal('SIGSTOP')
      await pause(UNDER_WAY_MS)
      const inHand = (await readClaims(db)).filter(({ pid }) => pid === victim.pid)
      if (inHand.length > 0 || isOver) return { victim, inHand }
      victim.signal('SIGCONT')
    }
    await pause(LOOK_EVERY_MS)
  }
}

/** What workers hold now; a worker's name ends in its process id and a random part. */
async function readClaims(db: pg.Pool): Promise<(LostWork & { readonly pid: number })[]> {
  const { rows } = await db.query<LostWork & { pid: number }>(
    `SELECT id, kind, attempt, split_part(worker, '_', -2)::integer AS pid FROM effect
     WHERE status = 'claimed' AND lease_until > clock_timestamp()`,
  )
  return rows
}
