import type { IncidentStore } from '../src/engine/incident-store.js'
import type { RelatedFinding } from '../src/evidence/indicators/indicator-input.js'
import { relatedFindingOf } from '../src/evidence/related-finding-of.js'

/** The newest other incidents that are looked through: a question does not wait for more. */
const MOST_INCIDENTS = 50

/** The findings of the other incidents of this realm: what ties them to whom this one is about, the analyses tell. */
export async function relatedFindings(
  store: Pick<IncidentStore, 'listIncidents' | 'readFindings'>,
  incidentId: string,
): Promise<RelatedFinding[]> {
  const others = (await store.listIncidents()).filter(({ id }) => id !== incidentId).slice(0, MOST_INCIDENTS)
  const found: RelatedFinding[] = []
  // One after the other: whatever else the database is asked for goes before this.
  for (const { id } of others) found.push(...(await store.readFindings(id)).map(relatedFindingOf))
  return found
}
