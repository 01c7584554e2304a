import { playbooks } from '../../app/playbooks.js'
import { type MemoryIncidentStore, memoryIncidentStore } from '../../integrations/memory/memory-incident-store.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import type { Engine } from '../../src/engine/engine.js'
import type { RunnableEffect } from '../../src/engine/incident-store.js'
import { recordEvent } from '../../src/engine/record-event.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { aFinding } from './fixtures/findings.js'
import { aTiming } from './fixtures/timings.js'

export const anOpening = { playbook: 'compromised-principal', version: '1', timing: aTiming() }

/** An engine on a store in memory, with a clock that stands and ids that count. */
export interface TestEngine extends Engine {
  readonly store: MemoryIncidentStore
  /** What the queue was offered, in order. */
  readonly offered: RunnableEffect[]
  /** `warn` and `error` messages, in order. */
  readonly complaints: string[]
}

export function aTestEngine(
  changes: Partial<Pick<Engine, 'timeScale' | 'queue' | 'playbooks' | 'clock'>> = {},
): TestEngine {
  const offered: RunnableEffect[] = []
  const complaints: string[] = []
  let lastId = 0
  const complain = (message: string) => {
    complaints.push(message)
  }
  return {
    realm: 'exercise/aws/111122223333/127.0.0.1:4566',
    store: memoryIncidentStore(),
    offered,
    complaints,
    queue: {
      offer: async (effects) => {
        offered.push(...effects)
      },
    },
    clock: { now: () => new Date('2026-03-01T10:00:00Z'), monotonicMs: () => 0, pause: async () => {} },
    ids: { next: (prefix) => `${prefix}_${String(++lastId).padStart(20, '0')}` },
    playbooks,
    timeScale: 1,
    log: { info: () => {}, warn: complain, error: complain },
    ...changes,
  }
}

/** Opens an incident and brings it where `events` lead; answers its id. */
export async function anIncidentAt(engine: Engine, events: readonly IncidentEvent[]): Promise<string> {
  const { incidentId } = await openIncident(engine, aFinding(), anOpening)
  for (const event of events) await recordEvent(engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
  return incidentId
}
