import { type Kysely, sql } from 'kysely'
import { linkBody } from '../../src/audit/chain.js'
import type { SystemEvent, SystemLog } from '../../src/audit/system-log.js'
import { systemBodySchema, systemGenesisHash } from '../../src/audit/system-record.js'
import { cleanJson } from '../../src/domain/clean-text.js'
import type { Clock } from '../../src/ports.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

/**
 * The system chain of one realm. Appends of all processes wait for one another on an advisory lock that ends with the
 * transaction: nothing that INSERT and SELECT alone do not suffice for, so that the runtime role needs no more.
 */
export function postgresSystemLog(db: Kysely<Database>, realm: string, clock: Clock): SystemLog {
  return { append: (event) => onDatabase(() => append(db, realm, clock, event)) }
}

async function append(db: Kysely<Database>, realm: string, clock: Clock, event: SystemEvent): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`tourniquet system chain ${realm}`}, 0))`.execute(
      transaction,
    )
    // A statement of its own: under READ COMMITTED it sees what the lock's last holder committed.
    const last = await transaction
      .selectFrom('system_audit')
      .select(['seq', 'hash'])
      .where('realm', '=', realm)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const seq = (last?.seq ?? 0) + 1
    const { what, detail, actor } = event
    const at = clock.now().toISOString()
    const body = systemBodySchema.parse({ realm, seq, at, actor, what, detail: cleanJson(detail) })
    const { prevHash, hash } = linkBody(last?.hash ?? systemGenesisHash(realm), body)
    await transaction
      .insertInto('system_audit')
      .values({ realm, seq, body: JSON.stringify(body), prev_hash: prevHash, hash })
      .execute()
  })
}
