import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/** An effect that a killed worker held. */
export interface LostWork {
  readonly id: string
  readonly kind: string
  readonly attempt: number
}

/** Since the kill; null: not within the patience. */
export interface Recovered extends LostWork {
  /** Until another worker had it in hand. */
  readonly takenUpMs: number | null
  /** Until its outcome was recorded, or its incident needed none any more: the incident went on. */
  readonly settledMs: number | null
}

const PATIENCE_MS = 30_000

/** Watches until all of it is settled. */
export async function watchRecovery(
  db: pg.Pool,
  lost: readonly LostWork[],
  killedAtMs: number,
): Promise<readonly Recovered[]> {
  const seen = new Map<string, Recovered>()
  for (const work of lost) seen.set(work.id, { ...work, takenUpMs: null, settledMs: null })
  const isSettled = () => [...seen.values()].every(({ settledMs }) => settledMs !== null)
  while (!isSettled() && performance.now() - killedAtMs < PATIENCE_MS) {
    const { rows } = await db.query<{ id: string; attempt: number; settled: boolean }>(
      `SELECT id, attempt, status NOT IN ('pending', 'claimed') AS settled FROM effect WHERE id = ANY($1)`,
      [[...seen.keys()]],
    )
    const nowMs = performance.now() - killedAtMs
    for (const { id, attempt, settled } of rows) {
      const before = seen.get(id)
      if (before === undefined) continue
      const isTakenUp = settled || attempt > before.attempt
      const takenUpMs = before.takenUpMs ?? (isTakenUp ? nowMs : null)
      seen.set(id, { ...before, takenUpMs, settledMs: before.settledMs ?? (settled ? nowMs : null) })
    }
    await pause(50)
  }
  return [...seen.values()]
}
