import type { Finding } from '../src/domain/finding.js'
import { UnreadableIncidentError } from '../src/engine/incident-store.js'
import { accusedHere } from '../src/routing/accused-here.js'
import type { Runtime } from './compose.js'
import { realmForFinding } from './realm-for-finding.js'

/** Every realm that this process serves: one of each account, and beside a live one an exercise that takes its samples. */
export interface Realms {
  readonly all: readonly Runtime[]
  /** The first of them: what concerns no account is done and recorded there. */
  readonly home: Runtime
  /**
   * The accused principal's account decides, never the envelope's, which whoever may write to the event bus chooses. A
   * sample goes to the account's exercise. `finding` is the same about whoever is accused in that account. `refused` says in a sentence why nobody here takes it.
   */
  forFinding(finding: Finding): { readonly served: Runtime; readonly finding: Finding } | { readonly refused: string }
  /** The realm that an incident belongs to, also where the incident cannot be read; null where there is none of the id. */
  ofIncident(incidentId: string): Promise<Runtime | null>
}

export function realmsOf(home: Runtime, ...others: readonly Runtime[]): Realms {
  const all = [home, ...others]
  return {
    all,
    home,
    forFinding: (finding) => forFinding(all, finding),
    ofIncident: async (incidentId) => {
      for (const runtime of all) if (await knows(runtime, incidentId)) return runtime
      return null
    },
  }
}

function forFinding(all: readonly Runtime[], finding: Finding): ReturnType<Realms['forFinding']> {
  const realms = all.map((runtime) => ({ ...runtime.tools.realm, runtime }))
  const about = accusedHere(finding, realms)
  const chosen = realmForFinding(about, realms)
  return 'refused' in chosen ? chosen : { served: chosen.realm.runtime, finding: about }
}

async function knows({ engine }: Runtime, incidentId: string): Promise<boolean> {
  try {
    return (await engine.store.readIncident(incidentId)) !== null
  } catch (error) {
    if (error instanceof UnreadableIncidentError) return true
    throw error
  }
}
