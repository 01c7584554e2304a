import type { StepRecord } from '../engine/incident-store.js'

/** What people decided, and what was changed in AWS. */
const MOMENTOUS = new Set([
  'APPROVED',
  'DENIED',
  'RESTORE_REQUESTED',
  'CLOSE_REQUESTED',
  'RETRY_REQUESTED',
  'BLOCK_APPLIED',
  'BLOCK_REMOVED',
  'OLDER_SESSIONS_REVOKED',
  'LATE_WRITE_FOUND',
])

/** Whether a step's record should be anchored at once: a decision, a write's outcome, or the end of an incident. */
export function isMomentous({ audit, incident }: Pick<StepRecord, 'audit' | 'incident'>): boolean {
  return MOMENTOUS.has(audit.body.what) || (!incident.open && audit.body.from !== audit.body.to)
}
