import type { Kysely } from 'kysely'
import type { Database } from '../integrations/postgres/database.js'
import { postgresBrakeStore } from '../integrations/postgres/postgres-brake-store.js'
import { postgresSystemLog } from '../integrations/postgres/postgres-system-log.js'
import { systemClock } from '../integrations/system/system-clock.js'
import { type Realm, realmId } from '../src/domain/realm.js'
import type { Log } from '../src/engine/engine.js'
import type { BrakedRealm } from '../src/incidents/change-brakes.js'
import type { Config } from './config.js'
import { servedAccounts } from './from-config.js'
import { databaseUrls, openDatabase } from './open-database.js'

/** The database of a configuration, with nothing else: no queue and no AWS has to answer for a freeze. */
export interface OpenRecord {
  readonly db: Kysely<Database>
  close(): Promise<void>
}

/** A look over the whole of a large record takes the server longer than anything that a service asks. */
const QUERY_TIMEOUT_MS = 120_000

export async function openRecord(config: Config, log: Log): Promise<OpenRecord> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const db = await openDatabase({ ...(await databaseUrls(config, log, undo)), log, queryTimeoutMs: QUERY_TIMEOUT_MS })
    undo.push(() => db.destroy())
    return { db, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Every realm of the configuration, as far as its brakes go. */
export function brakedRealms(config: Config, db: Kysely<Database>): BrakedRealm[] {
  return servedAccounts(config).map(({ realm }) => brakedRealmOn(db, realm))
}

function brakedRealmOn(db: Kysely<Database>, realm: Realm): BrakedRealm {
  const id = realmId(realm)
  const [brakes, systemLog] = [postgresBrakeStore(db, id), postgresSystemLog(db, id, systemClock)]
  return { id, accountId: realm.accountId, brakes, systemLog }
}
