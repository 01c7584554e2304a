import { initialVerdict } from '../src/containment/verdict.js'
import { awaitingApproval } from './stages/approve-block.js'
import { needsHuman } from './stages/ask-a-person.js'
import { blocking, tampered } from './stages/block.js'
import { contained } from './stages/contain.js'
import { closed, denied, heldDown, refused } from './stages/ends.js'
import { incidentSetup } from './stages/incident-setup.js'
import { investigating, planning, unresolved } from './stages/investigate.js'
import { say } from './stages/orders.js'
import { awaitingRestoreApproval, restored, restoring } from './stages/restore.js'
import { verifying } from './stages/verify.js'

/**
 * Compromised principal: investigate, ask, block, prove the block, watch it, and give access back exactly.
 * ATT&CK T1078.004 (Valid Accounts: Cloud Accounts), T1550.001 (Application Access Token).
 */
export const compromisedPrincipal = incidentSetup.createMachine({
  // The same in every playbook: the shared stages name each other by it.
  id: 'incident',
  version: '1',
  context: ({ input }) => ({
    principal: input.principal,
    timing: input.timing,
    evidenceDigest: null,
    evidenceVoids: 0,
    containPlanDigest: null,
    containmentId: null,
    containRequestedBy: input.requestedBy,
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
    soakChecks: 0,
    reputs: 0,
    verdict: initialVerdict(),
    joinedFindings: 0,
    reason: '',
  }),
  initial: 'investigating',
  on: {
    FINDING_JOINED: { actions: 'countJoined' },
    EFFECT_FAILED: { guard: 'stageFailed', target: '.needsHuman', actions: 'rememberReason' },
    // A write that was given up and reports after the incident went on: what stands in AWS is not what people decided on.
    BLOCK_APPLIED: {
      target: '.needsHuman',
      actions: ['rememberBlock', say('A block that was given up was written after all.'), 'rememberNotDone'],
    },
    BLOCK_REMOVED: {
      target: '.needsHuman',
      actions: ['rememberRemoval', say('A removal that was given up was done after all.')],
    },
  },
  states: {
    investigating,
    unresolved,
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
  },
})
