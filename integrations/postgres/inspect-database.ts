import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'
import { readSchemaState, type SchemaState } from './migrate.js'

export interface DatabaseFacts {
  readonly version: string
  /** 150018 for 15.18. */
  readonly versionNumber: number
  readonly user: string
  /** A replica takes no write. */
  readonly isReplica: boolean
  readonly isReadOnly: boolean
  /** The database's clock, in milliseconds since 1970. */
  readonly nowMs: number
  readonly schema: SchemaState
  /** Whether this role could change or delete what the audit record holds; null: there is no record yet. */
  readonly mayRewriteRecord: boolean | null
}

const row = z.object({
  version: z.string(),
  version_number: z.coerce.number(),
  user_name: z.string(),
  is_replica: z.boolean(),
  is_read_only: z.boolean(),
  now_ms: z.coerce.number(),
  may_rewrite: z.boolean().nullable(),
})

/** What `doctor` asks a PostgreSQL. Reads only; failures are those of `onDatabase`. */
export async function inspectDatabase(db: Kysely<Database>): Promise<DatabaseFacts> {
  return onDatabase(async () => {
    const { rows } = await sql`
      SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS version_number,
        current_user::text AS user_name, pg_is_in_recovery() AS is_replica,
        current_setting('default_transaction_read_only') = 'on' AS is_read_only,
        extract(epoch FROM clock_timestamp()) * 1000 AS now_ms,
        has_table_privilege(to_regclass('audit'), 'UPDATE, DELETE, TRUNCATE') AS may_rewrite`.execute(db)
    const facts = row.parse(rows[0])
    return {
      version: facts.version,
      versionNumber: facts.version_number,
      user: facts.user_name,
      isReplica: facts.is_replica,
      isReadOnly: facts.is_read_only,
      nowMs: facts.now_ms,
      schema: await readSchemaState(db),
      mayRewriteRecord: facts.may_rewrite,
    }
  })
}
