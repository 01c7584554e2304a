import type { IncidentContext } from '../domain/incident-context.js'

const digest = `sha256:${'0'.repeat(64)}`
const second = 1_000

/**
 * An incident that remembers everything, so that every order of a playbook can be formed from it. Describing a machine
 * asks its orders for their kind with this; nothing that comes out of it is ever carried out.
 */
export const probeContext: IncidentContext = {
  principal: { type: 'role', partition: 'aws', accountId: '000000000000', name: 'any' },
  timing: {
    evidenceBudgetMs: second,
    evidenceRefreshMs: second,
    planningBudgetMs: second,
    questions: {
      contain: { expiryMs: second, escalationMs: second },
      restore: { expiryMs: second, escalationMs: second },
    },
    writeBudgetMs: second,
    soakLooks: [{ atMs: second, depth: 'full' }],
    watchIntervalMs: second,
    revokeSoakMs: second,
    lateWriteWatchMs: second,
    humanReminderMs: second,
  },
  trusted: true,
  callBack: false,
  distrust: null,
  evidenceDigest: digest,
  evidenceVoids: 0,
  containPlanDigest: digest,
  containmentId: 'cnt_00000000000000000000',
  containRequestedBy: [],
  blockScope: { wish: 'byUse', chosenBy: null },
  approvedPlanDigests: [digest],
  sessionPlanDigests: [digest],
  widened: { to: digest, wish: { wish: 'role', chosenBy: 'any' } },
  unreported: { to: digest, wish: { wish: 'role', chosenBy: 'any' } },
  restorePlanDigest: digest,
  restoreAs: 'compromise',
  restoreRequestedBy: 'any',
  openPlanDigest: digest,
  quorum: 1,
  askedCircle: 'first',
  expiredPlanDigest: null,
  approvals: [],
  decidedBy: [],
  appliedAt: '2000-01-01T00:00:00Z',
  leftAlone: [],
  blockMayStand: true,
  restoredAt: null,
  holdDown: null,
  explainedUpTo: null,
  gapsUpTo: null,
  soakChecks: 0,
  reputs: 0,
  verdict: {
    policy: 'held',
    enforcement: 'notObserved',
    simulation: 'unknown',
    tampering: [],
    suspects: [],
    contained: true,
  },
  joinedFindings: 0,
  reason: 'any',
}
