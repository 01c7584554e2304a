import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { ProductProcess } from '../chaos/product-process.js'
import type { LoadWorld } from './load-world.js'

/** What became of the work that a killed worker had in hand. */
export interface Kill {
  readonly inHand: number
  /** Until all of it was taken up again or settled; null: not within the patience. */
  readonly recoveredMs: number | null
}

const PATIENCE_MS = 30_000

/** Kills a worker every few seconds and starts another, until `isOver`. */
export async function killWorkers(
  world: LoadWorld,
  db: pg.Pool,
  workers: ProductProcess[],
  everyMs: number,
  isOver: () => boolean,
): Promise<Kill[]> {
  const kills: Promise<Kill>[] = []
  while (!isOver()) {
    await pause(everyMs)
    const victim = workers.shift()
    if (victim === undefined || isOver()) break
    kills.push(killOne(db, victim))
    workers.push(await world.startWorker())
  }
  return Promise.all(kills)
}

async function killOne(db: pg.Pool, victim: ProductProcess): Promise<Kill> {
  await victim.end()
  const killedAtMs = performance.now()
  const { rows } = await db.query<{ id: string; attempt: number }>(
    "SELECT id, attempt FROM effect WHERE status = 'claimed' AND worker LIKE $1",
    [`%\\_${victim.pid}\\_%`],
  )
  while (performance.now() - killedAtMs < PATIENCE_MS) {
    const { rows: left } = await db.query(
      `SELECT 1 FROM effect AS e JOIN unnest($1::text[], $2::integer[]) AS held (id, attempt)
       ON e.id = held.id AND e.attempt = held.attempt AND e.status = 'claimed'`,
      [rows.map(({ id }) => id), rows.map(({ attempt }) => attempt)],
    )
    if (left.length === 0) return { inHand: rows.length, recoveredMs: performance.now() - killedAtMs }
    await pause(50)
  }
  return { inHand: rows.length, recoveredMs: null }
}
