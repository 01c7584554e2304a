import { initialVerdict } from '../../src/containment/verdict.js'
import type { IncidentContext, IncidentInput } from '../../src/domain/incident-context.js'
import { awaitingApproval } from './approve-block.js'
import { needsHuman } from './ask-a-person.js'
import { blocking, tampered } from './block.js'
import { contained } from './contain.js'
import { closed, denied, heldDown, refused } from './ends.js'
import { incidentSetup } from './incident-setup.js'
import { investigating, planning, unconfirmed, unresolved } from './investigate.js'
import { say } from './orders.js'
import { awaitingRestoreApproval, restored, restoring } from './restore.js'
import { verifying } from './verify.js'

/** What every incident remembers at its beginning. */
export function firstContext({ input }: { readonly input: IncidentInput }): IncidentContext {
  return {
    principal: input.principal,
    timing: input.timing,
    trusted: input.trusted,
    callBack: input.callBack,
    distrust: input.distrust,
    evidenceDigest: null,
    evidenceVoids: 0,
    containPlanDigest: null,
    containmentId: null,
    containRequestedBy: input.requestedBy === null ? [] : [input.requestedBy],
    blockScope: null,
    approvedPlanDigests: [],
    sessionPlanDigests: [],
    widened: null,
    unreported: null,
    restorePlanDigest: null,
    restoreAs: null,
    restoreRequestedBy: null,
    openPlanDigest: null,
    quorum: 1,
    askedCircle: null,
    expiredPlanDigest: null,
    approvals: [],
    decidedBy: [],
    appliedAt: null,
    leftAlone: [],
    blockMayStand: false,
    restoredAt: null,
    holdDown: input.holdDown,
    explainedUpTo: null,
    gapsUpTo: null,
    soakChecks: 0,
    reputs: 0,
    verdict: initialVerdict(),
    joinedFindings: 0,
    reason: '',
  }
}

/** What holds in every state of every playbook. */
export const anywhere = incidentSetup.createStateConfig({
  on: {
    FINDING_JOINED: { actions: 'countJoined' },
    EFFECT_FAILED: { guard: 'stageFailed', target: '.needsHuman', actions: 'rememberReason' },
    BLOCK_APPLIED: [
      // A write that was given up and reports after the incident went on: what stands in AWS is not what people decided on.
      {
        guard: 'blockIsApproved',
        target: '.needsHuman',
        actions: [
          'startLookAtLateWider',
          'rememberBlock',
          say('A block that was given up was written after all.'),
          'rememberNotDone',
        ],
      },
      // Also where a write of an approved plan is waited for: no stage takes another block for it.
      { target: '.needsHuman', actions: ['rememberUnapprovedBlock', 'sayThatNobodyApprovedIt'] },
    ],
    BLOCK_REMOVED: {
      target: '.needsHuman',
      actions: ['rememberRemoval', say('A removal that was given up was done after all.')],
    },
  },
})

/** The states of an incident, each from the stage that describes it. A playbook puts its own in place of some, and shares the rest. */
export const everyStage = {
  investigating,
  unresolved,
  unconfirmed,
  planning,
  awaitingApproval,
  blocking,
  verifying,
  contained,
  tampered,
  awaitingRestoreApproval,
  restoring,
  restored,
  refused,
  denied,
  heldDown,
  needsHuman,
  closed,
}
