import type { SystemEvent } from '../../../src/audit/system-log.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import type { BrakedRealm } from '../../../src/incidents/change-brakes.js'
import type { BlockRealm } from '../../../src/incidents/request-block.js'
import { openingFor } from '../../opening.js'
import type { VirtualSite } from './virtual-site.js'

/** The realm of one account of a virtual world, as the use cases take it. */
export type VirtualRealm = BlockRealm & BrakedRealm & { readonly said: readonly SystemEvent[] }

export function realmOfSite(site: VirtualSite, timing: Timing): VirtualRealm {
  const { engine, parts } = site
  const { realm } = parts.tools
  const said: SystemEvent[] = []
  const confirmFindings = parts.confirmFindings ?? false
  return {
    id: engine.realm,
    accountId: realm.accountId,
    realm,
    engine,
    brakes: parts.store.brakes,
    said,
    systemLog: { append: async (event) => void said.push(event) },
    openingOf: (finding) => openingFor({ evidenceRefreshMs: null, confirmFindings }, { timing }, finding),
  }
}
