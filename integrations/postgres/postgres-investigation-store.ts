import { type Kysely, sql } from 'kysely'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

/** What is remembered of Detective's investigations, by the realms that ask for them. */
export interface InvestigationStore {
  /** Up to when the graph was read; null: never. */
  readTo(graphArn: string): Promise<Date | null>
  /** Never goes back. */
  moveTo(graphArn: string, to: Date): Promise<void>
  /** One that this program has started itself. */
  own(investigationId: string): Promise<void>
  /** Whichever realm has started them: an exercise of samples asks the same Detective as the live one beside it. */
  ownAmong(investigationIds: readonly string[]): Promise<ReadonlySet<string>>
}

/** Of one realm. What is its own is remembered for a year, as long as AWS keeps what an investigation found. */
export function postgresInvestigationStore(db: Kysely<Database>, realm: string): InvestigationStore {
  return {
    readTo: (graphArn) =>
      onDatabase(async () => {
        const { rows } = await sql<{ at: Date }>`
          SELECT read_to AS at FROM detective_pull WHERE realm = ${realm} AND graph_arn = ${graphArn}`.execute(db)
        return rows[0]?.at ?? null
      }),
    moveTo: (graphArn, to) =>
      onDatabase(async () => {
        await sql`
          INSERT INTO detective_pull (realm, graph_arn, read_to) VALUES (${realm}, ${graphArn}, ${to})
          ON CONFLICT (realm, graph_arn) DO UPDATE
          SET read_to = greatest(detective_pull.read_to, excluded.read_to)`.execute(db)
      }),
    own: (id) =>
      onDatabase(async () => {
        await sql`
          WITH swept AS (
            DELETE FROM own_investigation WHERE realm = ${realm} AND started_at < clock_timestamp() - interval '1 year')
          INSERT INTO own_investigation (realm, investigation_id) VALUES (${realm}, ${id})
          ON CONFLICT DO NOTHING`.execute(db)
      }),
    ownAmong: (ids) =>
      onDatabase(async () => {
        const { rows } = await sql<{ id: string }>`
          SELECT investigation_id AS id FROM own_investigation
          WHERE investigation_id = ANY (${[...ids]})`.execute(db)
        return new Set(rows.map(({ id }) => id))
      }),
  }
}
