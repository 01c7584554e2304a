import { type ChainCheck, checkChain } from '../audit/chain.js'
import type { AuditRecord } from '../audit/record.js'
import type { IncidentStore } from '../engine/incident-store.js'

export interface CheckedChain {
  readonly records: readonly AuditRecord[]
  readonly check: ChainCheck
}

/** An incident's record and whether it is whole. An incident that is gone has lost all of it. */
export async function readCheckedChain(store: IncidentStore, incidentId: string): Promise<CheckedChain> {
  const chain = await store.readChain(incidentId)
  if (chain === null) {
    return { records: [], check: { ok: false, records: 0, brokenAtSeq: 1, reason: 'the incident is gone' } }
  }
  return { records: chain.records, check: checkChain(chain.head, chain.records) }
}
