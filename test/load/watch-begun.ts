import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

const LOOK_EVERY_MS = 500

/**
 * When each first order was begun, in milliseconds of the database's clock, as far as half a second tells. The record keeps when
 * an order was given and when it was settled; when it was taken is to be seen only while it happens.
 */
export async function watchBegun(db: pg.Pool, isOver: () => boolean): Promise<ReadonlyMap<string, number>> {
  const begunMs = new Map<string, number>()
  while (!isOver()) {
    const { rows } = await db.query<{ id: string; now: Date }>(
      `SELECT id, least(settled_at, clock_timestamp()) AS now FROM effect
       WHERE kind = 'collectEvidence' AND attempt > 0 AND NOT id = ANY($1)`,
      [[...begunMs.keys()]],
    )
    for (const { id, now } of rows) begunMs.set(id, now.getTime())
    await pause(LOOK_EVERY_MS)
  }
  return begunMs
}
