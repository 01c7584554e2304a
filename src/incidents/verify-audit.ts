import type { IncidentStore } from '../engine/incident-store.js'
import { readCheckedChain } from './read-checked-chain.js'

/**
 * What checking the whole record found. Without an anchor outside this host nothing shows that chain *and* head were not
 * re-made together: `localOnly` says so, and the exposed window is then the whole record.
 */
export interface AuditVerification {
  readonly verified: boolean
  readonly incidents: number
  readonly records: number
  readonly firstBroken: { readonly incidentId: string; readonly seq: number; readonly reason: string } | null
  readonly verifiedUpTo: string | null
  readonly anchors: readonly string[]
  readonly localOnly: boolean
  readonly exposedWindow: { readonly records: number }
}

interface Findings {
  records: number
  firstBroken: AuditVerification['firstBroken']
  lastAt: string | null
}

/** Checks every incident's chain against itself and against the head on its incident. */
export async function verifyAudit(store: IncidentStore): Promise<AuditVerification> {
  const heads = await store.listChainHeads()
  const found: Findings = { records: 0, firstBroken: null, lastAt: null }
  for (const head of heads) {
    const { records, check } = await readCheckedChain(store, head.incidentId)
    found.records += check.records
    if (!check.ok) found.firstBroken ??= { incidentId: head.incidentId, seq: check.brokenAtSeq, reason: check.reason }
    else found.lastAt = latest(found.lastAt, records.at(-1)?.body.at ?? null)
  }
  return {
    verified: found.firstBroken === null,
    incidents: heads.length,
    records: found.records,
    firstBroken: found.firstBroken,
    verifiedUpTo: found.firstBroken === null ? found.lastAt : null,
    anchors: [],
    localOnly: true,
    exposedWindow: { records: found.records },
  }
}

function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a
}
