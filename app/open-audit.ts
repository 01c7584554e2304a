import { postgresSystemLog } from '../integrations/postgres/postgres-system-log.js'
import { systemClock } from '../integrations/system/system-clock.js'
import type { SystemLog } from '../src/audit/system-log.js'
import { realmId } from '../src/domain/realm.js'
import type { Log } from '../src/engine/engine.js'
import { auditSettingsOf } from './audit-config.js'
import type { Config } from './config.js'
import { servedAccounts } from './from-config.js'
import { openRecord } from './open-record.js'
import { type RuntimeAudit, runtimeAudit } from './runtime-audit.js'

/** The record of one realm, with nothing else. */
export interface OpenAudit {
  readonly realm: string
  readonly audit: RuntimeAudit
  readonly systemLog: SystemLog
}

/** The record of every realm of a configuration: no queue and no AWS has to answer for it. */
export async function openAudit(
  config: Config,
  log: Log,
): Promise<{ readonly realms: readonly [OpenAudit, ...OpenAudit[]]; close(): Promise<void> }> {
  const { db, close } = await openRecord(config, log)
  const settings = auditSettingsOf(config)
  const [home, ...others] = servedAccounts(config).map((served): OpenAudit => {
    const realm = realmId(served.realm)
    return {
      realm,
      audit: runtimeAudit({ db, realm, settings, log }),
      systemLog: postgresSystemLog(db, realm, systemClock),
    }
  })
  if (home === undefined) throw new Error('The configuration names no account.')
  return { realms: [home, ...others], close }
}
