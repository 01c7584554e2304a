import { incidentKeyOf } from '../src/domain/accused-of.js'
import type { Finding } from '../src/domain/finding.js'
import { type OpeningSettings, openingFor } from './opening.js'
import type { OpeningTurns } from './opening-turns.js'
import type { Realms } from './realms.js'

export interface OpeningPlace extends OpeningSettings {
  readonly realms: Realms
  readonly turns: OpeningTurns
}

export type Taken =
  | { readonly kind: 'opened'; readonly incidentId: string; readonly deduplicated: boolean }
  | { readonly kind: 'notServed'; readonly reason: string }

/** Takes a finding in where its account is served: durable when this returns. Throws StoreUnavailableError where it is not. */
export async function openFinding(place: OpeningPlace, sent: Finding): Promise<Taken> {
  const found = place.realms.forFinding(sent)
  if ('refused' in found) return { kind: 'notServed', reason: found.refused }
  // As it concerns that account: of a call across two, the caller is accused where only the caller's is served.
  const { finding } = found
  const { engine } = found.served
  const opening = openingFor(found.served, place, finding)
  const key = `${engine.realm} ${incidentKeyOf(finding, opening.about ?? 'principal')}`
  const opened = await place.turns.take(engine, key, { finding, opening })
  return { kind: 'opened', incidentId: opened.incidentId, deduplicated: opened.status === 'duplicate' }
}
