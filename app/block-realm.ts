import type { BlockRealm } from '../src/incidents/request-block.js'
import type { Runtime } from './compose.js'
import { type OpeningSettings, openingFor } from './opening.js'

/** A realm as people may ask for blocks in it. */
export function blockRealm(runtime: Runtime, settings: OpeningSettings): BlockRealm {
  const { engine, systemLog, tools } = runtime
  return { realm: tools.realm, engine, systemLog, openingOf: (finding) => openingFor(runtime, settings, finding) }
}
