import { type ChainCheck, type ChainHead, checkChain } from '../audit/chain.js'
import type { AuditRecord } from '../audit/record.js'
import type { IncidentStore } from '../engine/incident-store.js'

/** How often a chain is read again whose incident moved meanwhile. */
const MAX_READS = 10

/**
 * An incident's record and whether it is whole. Head and records are two reads: where a step was recorded between them the
 * chain would seem longer than its head. So a chain is broken only if its head stands still around the read.
 */
export async function readCheckedChain(
  store: IncidentStore,
  head: ChainHead,
): Promise<{ readonly records: AuditRecord[]; readonly check: ChainCheck }> {
  let expected = head
  for (let reads = 1; ; reads += 1) {
    const records = await store.readAudit(head.incidentId)
    const check = checkChain(expected, records)
    if (check.ok || reads >= MAX_READS) return { records, check }
    const now = (await store.listChainHeads()).find(({ incidentId }) => incidentId === head.incidentId)
    if (now === undefined || now.hash === expected.hash) return { records, check }
    expected = now
  }
}
