import { type Kysely, sql } from 'kysely'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

/** What stands in the database of one realm now. */
export interface Gauges {
  readonly incidents: readonly { readonly state: string; readonly open: boolean; readonly count: number }[]
  readonly effects: readonly EffectGauge[]
  readonly timersDue: number
  readonly timersLateSeconds: number
  readonly brakes: readonly { readonly kind: string; readonly on: boolean }[]
}

export interface EffectGauge {
  readonly kind: string
  /** `retrying` failed at least once and waits for its next try, or is in it. */
  readonly status: 'pending' | 'claimed' | 'retrying'
  readonly count: number
  /** Since the oldest of them was ordered. */
  readonly oldestSeconds: number
}

/** Short queries; those on effects and timers use the indexes that the relay uses. */
export function postgresGauges(db: Kysely<Database>, realm: string): () => Promise<Gauges> {
  return () =>
    onDatabase(async () => {
      const incidents = await sql<{ state: string; open: boolean; count: number }>`
        SELECT state, open, count(*)::integer AS count FROM incident WHERE realm = ${realm} GROUP BY state, open`.execute(
        db,
      )
      const effects = await sql<EffectGauge>`
        SELECT kind, CASE WHEN failures > 0 THEN 'retrying' ELSE status END AS status, count(*)::integer AS count,
          extract(epoch FROM clock_timestamp() - min(ordered_at))::double precision AS "oldestSeconds"
        FROM effect WHERE realm = ${realm} AND status IN ('pending', 'claimed') GROUP BY 1, 2`.execute(db)
      const timers = await sql<{ due: number; late: number }>`
        SELECT count(*)::integer AS due,
          coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::double precision AS late
        FROM timer WHERE realm = ${realm} AND due_at <= clock_timestamp()`.execute(db)
      const brakes = await sql<{ kind: string; on: boolean }>`
        SELECT kinds.kind, EXISTS (SELECT 1 FROM standing_brakes(${realm}) AS brake WHERE brake.kind = kinds.kind) AS "on"
        FROM (VALUES ('freeze'), ('standing')) AS kinds (kind)`.execute(db)
      const [{ due, late } = { due: 0, late: 0 }] = timers.rows
      return {
        incidents: incidents.rows,
        effects: effects.rows,
        timersDue: due,
        timersLateSeconds: late,
        brakes: brakes.rows,
      }
    })
}
