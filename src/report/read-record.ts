import { z } from 'zod'
import type { AuditBody, AuditRecord } from '../audit/record.js'
import { type Finding, findingSchema } from '../domain/finding.js'
import { type IncidentEvent, incidentEventSchema } from '../domain/incident-event.js'

/** What one audit record tells, read back into the types that it was written from. */
export type Happening =
  | { readonly kind: 'opened'; readonly finding: Finding }
  | { readonly kind: 'event'; readonly event: IncidentEvent }
  | { readonly kind: 'timer'; readonly wait: string }
  | { readonly kind: 'parked'; readonly reason: string }
  /** A brake keeps a write back; `brake` names which. */
  | { readonly kind: 'held'; readonly write: string; readonly brake: string; readonly reason: string }
  /** Of another version, or changed: shown by its name alone, never dropped. */
  | { readonly kind: 'unknown' }

export interface ReadRecord {
  readonly body: AuditBody
  readonly happening: Happening
}

const heldSchema = z.object({ kind: z.string(), brake: z.string(), reason: z.string() })
const parkedSchema = z.object({ parked: z.string() })
const timerPattern = /^xstate\.after\.([^.]+)\./

/** Reads a record. Never throws: a report must also be possible of a record that somebody tampered with. */
export function readRecord({ body }: AuditRecord): ReadRecord {
  return { body, happening: happeningOf(body) }
}

function happeningOf({ what, detail }: AuditBody): Happening {
  const wait = timerPattern.exec(what)?.[1]
  if (wait !== undefined) return { kind: 'timer', wait }
  if (what === 'OPENED') {
    const finding = findingSchema.safeParse(detail)
    return finding.success ? { kind: 'opened', finding: finding.data } : { kind: 'unknown' }
  }
  if (what === 'PARKED') {
    const parked = parkedSchema.safeParse(detail)
    return parked.success ? { kind: 'parked', reason: parked.data.parked } : { kind: 'unknown' }
  }
  if (what === 'WRITE_HELD') {
    const held = heldSchema.safeParse(detail)
    if (!held.success) return { kind: 'unknown' }
    return { kind: 'held', write: held.data.kind, brake: held.data.brake, reason: held.data.reason }
  }
  const isFields = detail !== null && typeof detail === 'object' && !Array.isArray(detail)
  const event = incidentEventSchema.safeParse(isFields ? { ...detail, type: what } : { type: what })
  return event.success ? { kind: 'event', event: event.data } : { kind: 'unknown' }
}
