import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type AuditRecord, auditBodySchema } from '../../src/audit/record.js'
import { effectSchema } from '../../src/domain/effect.js'
import { type Incident, incidentSnapshotSchema } from '../../src/domain/incident.js'
import { jsonSchema } from '../../src/domain/json-schema.js'
import { type IncidentHead, UnreadableIncidentError } from '../../src/engine/incident-store.js'
import type { Database } from './database.js'

/** From a row to the domain. What does not parse is said by name: a database is an edge like any other. */
export function toIncident(row: Selectable<Database['incident']>): Incident {
  const head = toHead(row)
  const snapshot = incidentSnapshotSchema.safeParse(row.snapshot)
  if (!snapshot.success) throw new UnreadableIncidentError(head, { cause: snapshot.error })
  return { ...head, snapshot: snapshot.data }
}

/** For lists: one incident that cannot be read must not hide the others, nor itself. */
export function toIncidentOrHead(row: Selectable<Database['incident']>): Incident | IncidentHead {
  const snapshot = incidentSnapshotSchema.safeParse(row.snapshot)
  return snapshot.success ? { ...toHead(row), snapshot: snapshot.data } : toHead(row)
}

function toHead(row: Selectable<Database['incident']>): IncidentHead {
  return {
    id: row.id,
    realm: row.realm,
    playbook: row.playbook,
    version: row.version,
    principalKey: row.principal_key,
    state: row.state,
    open: row.open,
    revision: row.revision,
    auditSeq: row.audit_seq,
    auditHash: row.audit_hash,
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

export function toAuditRecord(row: Selectable<Database['audit']>): AuditRecord {
  return { body: auditBodySchema.parse(row.body), prevHash: row.prev_hash, hash: row.hash }
}

/** Rows of `audit` as JSON. */
export const auditRowsSchema = z.array(
  z
    .object({ body: auditBodySchema, prev_hash: z.string(), hash: z.string() })
    .transform(({ body, prev_hash, hash }): AuditRecord => ({ body, prevHash: prev_hash, hash })),
)

export const documentRow = z.object({
  digest: z.string(),
  kind: z.enum(['evidence', 'rawEvidence', 'investigation', 'plan', 'preImage']),
  body: jsonSchema,
})

export const claimedEffectSchema = z.object({
  id: z.string(),
  incidentId: z.string(),
  attempt: z.number().int(),
  failures: z.number().int(),
  effect: effectSchema,
  leaseMs: z.number(),
  remainingMs: z.number().nullable(),
})

/** What record_step answers. */
export const stepResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('recorded'), claimed: claimedEffectSchema.nullable() }),
  z.object({ status: z.literal('conflict') }),
  z.object({ status: z.literal('leaseLost') }),
  z.object({ status: z.literal('timerGone') }),
  z.object({ status: z.literal('duplicateFinding'), incidentId: z.string() }),
  z.object({ status: z.literal('principalTaken'), incidentId: z.string() }),
])
