import type { BrakedRealm } from '../src/incidents/change-brakes.js'
import type { Runtime } from './compose.js'

/** A runtime as far as its brakes go. */
export function brakedRealm({ engine, tools, brakes, systemLog }: Runtime): BrakedRealm {
  return { id: engine.realm, accountId: tools.realm.accountId, brakes, systemLog }
}
