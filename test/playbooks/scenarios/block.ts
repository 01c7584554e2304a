import { after, happens, observed } from '../../support/fixtures/incident-events.js'
import { afterReput, blocking, tampered } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const soakWait = after('nextSoakCheck', 'verifying.waiting')
const missing = observed({ policy: 'missing' })

/** blocking, tampered */
export const blockScenarios: readonly Scenario[] = [
  {
    rule: 'a block that was written is proven before anything is said of it',
    given: blocking,
    follows: [{ event: happens.blockApplied, state: 'verifying.waiting', orders: [] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', reputs: 0, soakChecks: 0 },
  },
  {
    rule: 'a plan that no longer fits voids the approval and is asked again',
    given: blocking,
    follows: [
      { event: happens.planOutdated, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(), state: 'awaitingApproval', orders: ['askApproval:contain'] },
    ],
    remembers: { approvals: [], decidedBy: [], reason: 'The role was re-created.' },
  },
  {
    rule: 'protection found at the last moment ends the incident unwritten',
    given: blocking,
    follows: [{ event: happens.planRefused, state: 'refused', orders: ['notify:refused', 'writeReport'] }],
    remembers: { appliedAt: null },
  },
  {
    rule: 'a write that takes too long is not assumed either way',
    given: blocking,
    follows: [{ event: after('writeBudget', 'blocking'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The block could not be written in time. It may or may not be there.' },
  },
  {
    rule: 'a write that fails for good asks a person',
    given: blocking,
    follows: [{ event: happens.failed('putBlock'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'putBlock failed: not allowed', appliedAt: null },
  },
  {
    rule: 'a block that was taken off is put back and goes through the whole soak again',
    given: tampered,
    follows: [
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: observed(), state: 'verifying.waiting', orders: [] },
    ],
    remembers: { reputs: 1, soakChecks: 1, appliedAt: '2026-03-01T10:03:00Z' },
  },
  {
    rule: 'a re-put is bounded: after three a person must act',
    given: afterReput,
    follows: [
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: missing, state: 'needsHuman', orders: ['notify:needsHuman'] },
    ],
    remembers: { reputs: 3 },
  },
  {
    rule: 'a plan that may not be put back any more asks a person',
    given: tampered,
    follows: [{ event: happens.planOutdated, state: 'needsHuman', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a block that went with its role is no block any more',
    given: tampered,
    follows: [
      { event: happens.entityReplaced, state: 'needsHuman', orders: ['notify:needsHuman'] },
      { event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
    remembers: { appliedAt: null },
  },
  {
    rule: 'access is not asked back while the block is being put back: it would stay off, without an approval',
    given: tampered,
    follows: [{ event: happens.restoreRequested(), state: 'tampered', orders: [] }],
  },
  {
    rule: 'a block that cannot be put back in time asks a person',
    given: tampered,
    follows: [{ event: after('writeBudget', 'tampered'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The block was removed and could not be put back in time.' },
  },
]
