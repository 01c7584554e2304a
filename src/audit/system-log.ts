import type { Json } from '../domain/canonical-json.js'
import type { Actor } from './record.js'

/** Something that concerns no single incident. Secrets never come here; external texts are escaped where they are shown. */
export interface SystemEvent {
  /** In capitals, like an incident's events: `CONFIGURATION_CHANGED`, `FROZEN`, `EXPORTED`. */
  readonly what: string
  readonly detail: Json
  readonly actor: Actor
}

/**
 * The system chain of a realm: what happened to Tourniquet itself. `append` returns once the record is durable and linked
 * to its predecessor; it throws StoreUnavailableError (integrations) where it is not. Whoever logs what outsiders can
 * cause at will (rejected webhooks) limits the rate first: the chain is never shortened.
 */
export interface SystemLog {
  append(event: SystemEvent): Promise<void>
}
