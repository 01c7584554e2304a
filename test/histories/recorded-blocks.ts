import { z } from 'zod'
import type { AuditRecord } from '../../src/audit/record.js'
import { revokeOlderSessionsPolicy } from '../../src/containment/document.js'
import type { Incident } from '../../src/domain/incident.js'
import { type ContainPlan, containPlanSchema, type PlannedWrite } from '../../src/domain/plan.js'
import type { IncidentStore } from '../../src/engine/incident-store.js'

/** What an incident may have left on its entity, by its own record. */
export interface RecordedBlock {
  readonly incident: Incident
  readonly plan: ContainPlan
  /** Names of inline policies, ARNs of managed ones and ids of keys turned off that may be there. */
  readonly policies: ReadonlySet<string>
  readonly attached: ReadonlySet<string>
  readonly keysOff: ReadonlySet<string>
}

const planned = z.object({ planDigest: z.string() })

/** One for each plan that an incident ever had: of all but its last no denial may be left. */
export async function recordedBlocks(store: IncidentStore, incidents: readonly Incident[]): Promise<RecordedBlock[]> {
  const blocks: RecordedBlock[] = []
  for (const incident of incidents) {
    for (const { digest, isRevoked } of chaptersOf(await store.readAudit(incident.id))) {
      const found = await store.readDocument(digest)
      blocks.push(recorded(incident, containPlanSchema.parse(found?.body), isRevoked))
    }
  }
  return blocks
}

/** A plan, and whether older sessions were revoked for it: a restore after a compromise leaves that, and keys off, on purpose. */
interface Chapter {
  readonly digest: string
  isRevoked: boolean
}

function chaptersOf(records: readonly AuditRecord[]): Chapter[] {
  const chapters: Chapter[] = []
  for (const { body } of records) {
    if (body.what === 'PLAN_PREPARED')
      chapters.push({ digest: planned.parse(body.detail).planDigest, isRevoked: false })
    const last = chapters.at(-1)
    if (body.what === 'OLDER_SESSIONS_REVOKED' && last !== undefined) last.isRevoked = true
  }
  return chapters
}

function recorded(incident: Incident, plan: ContainPlan, wasRevoked: boolean): RecordedBlock {
  const { context } = incident.snapshot
  const isCurrent = context.containmentId === plan.containmentId
  const mayStand = isCurrent && incident.open && (context.blockMayStand || context.appliedAt !== null)
  // Ordered, and its answer may have been lost.
  const isRevoked = wasRevoked || (mayStand && context.restoreAs === 'compromise')
  const writes = mayStand ? plan.writes : []
  const revoke = revokeOlderSessionsPolicy(plan.containmentId, '2026-01-01T00:00:00Z').name
  return {
    incident,
    plan,
    policies: new Set([...writes.flatMap(policyNameOf), ...(isRevoked ? [revoke] : [])]),
    attached: new Set(writes.flatMap((write) => (write.kind === 'attachPolicy' ? [write.policyArn] : []))),
    keysOff: new Set((isRevoked ? plan.writes : writes).flatMap(keyOf)),
  }
}

function policyNameOf(write: PlannedWrite): string[] {
  return write.kind === 'putPolicy' ? [write.policyName] : []
}

function keyOf(write: PlannedWrite): string[] {
  return write.kind === 'setKeyStatus' ? [write.accessKeyId] : []
}
