import type { AuditSource, ChainPart } from '../audit/audit-source.js'
import type { AuditRecord } from '../audit/record.js'
import type { IncidentStore } from '../engine/incident-store.js'

/** The incidents' chains of any store, each of a moment of its own; without checkpoints and without a system chain. */
export function storeAuditSource(store: IncidentStore, realm = ''): AuditSource {
  return {
    realm,
    atOneMoment: (look) => look({ checkpoints: async function* () {}, chains: (only = null) => chainsOf(store, only) }),
  }
}

async function* chainsOf(store: IncidentStore, only: string | null): AsyncIterable<ChainPart> {
  for (const { incidentId } of await store.listChainHeads()) {
    if (only !== null && only !== incidentId) continue
    const chain = await store.readChain(incidentId)
    const records = (chain?.records ?? []).map(({ body, prevHash, hash }: AuditRecord) => ({
      seq: body.seq,
      body: JSON.stringify(body),
      prevHash,
      hash,
    }))
    yield { kind: 'incident', id: incidentId, head: chain?.head ?? null, records, last: true }
  }
}
