import { type Kysely, sql } from 'kysely'
import type { CanaryStore } from '../../src/engine/canary.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

/** Canaries of one realm. Those of processes that ended are swept when the next one sends. */
export function postgresCanaryStore(db: Kysely<Database>, realm: string): CanaryStore {
  return {
    send: ({ sender, nonce }) =>
      onDatabase(async () => {
        await sql`
          WITH swept AS (DELETE FROM canary WHERE realm = ${realm} AND sent_at < clock_timestamp() - interval '1 hour')
          INSERT INTO canary (realm, process, nonce) VALUES (${realm}, ${sender}, ${nonce})
          ON CONFLICT (realm, process) DO UPDATE
          SET nonce = excluded.nonce, sent_at = clock_timestamp(), answered_at = NULL, worker = NULL`.execute(db)
      }),
    answer: ({ nonce, worker }) =>
      onDatabase(async () => {
        await sql`
          UPDATE canary SET answered_at = clock_timestamp(), worker = ${worker}
          WHERE realm = ${realm} AND nonce = ${nonce} AND answered_at IS NULL`.execute(db)
      }),
    read: (sender) =>
      onDatabase(async () => {
        const { rows } = await sql<{ nonce: string; sent: number; answered: number | null; worker: string | null }>`
          SELECT nonce, worker,
            (extract(epoch FROM clock_timestamp() - sent_at) * 1000)::double precision AS sent,
            (extract(epoch FROM answered_at - sent_at) * 1000)::double precision AS answered
          FROM canary WHERE realm = ${realm} AND process = ${sender}`.execute(db)
        const [row] = rows
        if (row === undefined) return null
        return { nonce: row.nonce, sentMsAgo: row.sent, answeredAfterMs: row.answered, worker: row.worker }
      }),
  }
}
