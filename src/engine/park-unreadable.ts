import { linkRecord } from '../audit/chain.js'
import type { Engine } from './engine.js'
import type { UnreadableIncidentError } from './incident-store.js'

/**
 * Stops an incident whose snapshot cannot be read, on the record: its timers and open effects end, and it stands in
 * needsHuman with its snapshot untouched. Nobody can be asked in its own words any more, so the log says it as an error.
 * Nothing is done twice: a parked incident has nothing left that would bring another event to it.
 */
export async function parkUnreadable(engine: Engine, error: UnreadableIncidentError): Promise<void> {
  const { head } = error
  engine.log.error('An incident cannot be read and is parked: a person must look at it and at its block.', {
    incidentId: head.id,
    state: head.state,
    reason: error.message,
  })
  const { id, realm, playbook, version, principalKey, open } = head
  await engine.store.recordStep({
    incident: { id, realm, playbook, version, principalKey, open, state: 'needsHuman', snapshot: null },
    expectedRevision: head.revision,
    audit: linkRecord(head.auditHash, {
      incidentId: id,
      seq: head.auditSeq + 1,
      at: engine.clock.now().toISOString(),
      actor: { kind: 'engine', name: 'engine' },
      what: 'PARKED',
      detail: { reason: error.message },
      from: head.state,
      to: 'needsHuman',
      ignored: false,
      orders: [],
    }),
    cancelledTimers: [],
    armedTimers: [],
    leftState: null,
    endsEverything: true,
    orders: [],
    documents: [],
  })
}
