import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connectDatabase } from '../../integrations/postgres/connect-database.js'
import { postgresIncidentStore } from '../../integrations/postgres/postgres-incident-store.js'
import type { Finding } from '../../src/domain/finding.js'
import { realmId } from '../../src/domain/realm.js'
import type { RelatedFinding } from '../../src/evidence/indicators/indicator-input.js'
import { relatedFindingOf } from '../../src/evidence/related-finding-of.js'
import { type ConfigFile, type ServedAccount, servedAccounts } from '../from-config.js'
import { jsonLog } from '../logging.js'
import { databaseUrls } from '../open-database.js'

export type OwnFindings =
  | { readonly ok: true; readonly findings: readonly RelatedFinding[] }
  /** In words that follow "Our own incidents were not asked: ". */
  | { readonly ok: false; readonly why: string }

/** That nobody was asked is told, and the indicators say `notEvaluated`. */
export function relatedOf(
  found: OwnFindings,
  tell: (text: string, always?: boolean) => void,
): { readonly relatedFindings?: readonly RelatedFinding[] } {
  if (found.ok) return { relatedFindings: found.findings }
  tell(`Our own incidents were not asked: ${found.why}`, true)
  return {}
}

/** Incidents that are looked through: the newest, open ones first. */
const mostIncidents = 200

/**
 * The findings of our own incidents, out of the database of the configuration, which is read and not migrated. A database that
 * does not answer is no reason to be without the rest: why is told. `served` null: of all accounts that are served.
 */
export async function ownFindings({ config }: ConfigFile, served: ServedAccount | null): Promise<OwnFindings> {
  const isEmbedded = config.database.url === null
  if (isEmbedded && !existsSync(join(resolve(config.dataDir), 'database'))) {
    return { ok: false, why: `there is no record in ${config.dataDir} yet, and no database.url` }
  }
  const realms = (served === null ? servedAccounts(config).filter(({ forSamples }) => !forSamples) : [served]).map(
    ({ realm }) => realmId(realm),
  )
  try {
    return { ok: true, findings: (await findingsIn(config, realms)).map(relatedFindingOf) }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}

async function findingsIn(config: ConfigFile['config'], realms: readonly string[]): Promise<Finding[]> {
  const undo: (() => Promise<void>)[] = []
  const log = jsonLog('error')
  try {
    const { databaseUrl: url } = await databaseUrls(config, log, undo)
    const db = connectDatabase({ url, log, maxConnections: 2, queryTimeoutMs: 5_000 })
    undo.push(() => db.destroy())
    const found: Finding[] = []
    for (const realm of realms) {
      const store = postgresIncidentStore(db, realm)
      const incidents = (await store.listIncidents()).slice(0, mostIncidents)
      for (const { id } of incidents) found.push(...(await store.readFindings(id)))
    }
    return found
  } finally {
    for (const step of undo.reverse()) await step()
  }
}
