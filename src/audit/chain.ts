import { canonicalJson, sha256 } from '../domain/canonical-json.js'
import type { AuditBody, AuditRecord } from './record.js'

/** What the first record of a chain follows. Carries the incident id, so that a chain cannot be moved to another one. */
export function genesisHash(incidentId: string): string {
  return sha256(`tourniquet audit chain v1 ${incidentId}`)
}

/** A body with its place in a chain. */
export interface Linked<Body> {
  readonly body: Body
  readonly prevHash: string
  readonly hash: string
}

/** Links a body to its predecessor: SHA-256 over the previous hash and the RFC 8785 text of the body. */
export function linkBody<Body extends object>(prevHash: string, body: Body): Linked<Body> {
  return { body, prevHash, hash: sha256(`${prevHash}\n${canonicalJson(body)}`) }
}

/** The same for a record of an incident. */
export function linkRecord(prevHash: string, body: AuditBody): AuditRecord {
  return linkBody(prevHash, body)
}

/** The head that the incident row remembers: a chain that ends earlier was cut. */
export interface ChainHead {
  readonly incidentId: string
  readonly seq: number
  readonly hash: string
}

export type ChainCheck =
  | { readonly ok: true; readonly records: number }
  | { readonly ok: false; readonly records: number; readonly brokenAtSeq: number; readonly reason: string }

/**
 * Checks one incident's chain against itself and against its head. Finds edits, deletions, insertions, swaps, records of
 * another incident and a cut tail. It cannot find a chain that was re-made together with its head: that takes an anchor
 * outside the database.
 */
export function checkChain(head: ChainHead, records: readonly AuditRecord[]): ChainCheck {
  let prevHash = genesisHash(head.incidentId)
  for (const [index, record] of records.entries()) {
    const reason = faultOf(record, { incidentId: head.incidentId, seq: index + 1, prevHash })
    if (reason !== null) return { ok: false, records: records.length, brokenAtSeq: index + 1, reason }
    prevHash = record.hash
  }
  if (records.length !== head.seq || prevHash !== head.hash) {
    const reason = `the incident says its record ends at ${head.seq}, but the chain ends at ${records.length}`
    return { ok: false, records: records.length, brokenAtSeq: records.length + 1, reason }
  }
  return { ok: true, records: records.length }
}

function faultOf(record: AuditRecord, expected: { incidentId: string; seq: number; prevHash: string }): string | null {
  if (record.body.incidentId !== expected.incidentId) return `belongs to ${record.body.incidentId}`
  if (record.body.seq !== expected.seq) return `has number ${record.body.seq} where ${expected.seq} should be`
  if (record.prevHash !== expected.prevHash) return 'does not follow its predecessor'
  if (linkRecord(expected.prevHash, record.body).hash !== record.hash) return 'was changed after it was written'
  return null
}
