import { after, glanced, happens, observedOff, theMiss } from '../../support/fixtures/incident-events.js'
import { afterReput, awaitingApproval, blocking, firstSoakCheck, tampered } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const soakWait = after('nextSoakCheck', 'verifying.waiting')
const missing = observedOff({ depth: 'account' })

/** blocking, tampered */
export const blockScenarios: readonly Scenario[] = [
  {
    rule: 'a block that was written is proven before anything is said of it',
    given: blocking,
    follows: [{ event: happens.blockApplied, state: 'verifying.waiting', orders: [] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', reputs: 0, soakChecks: 0 },
  },
  {
    rule: 'a block may stand from the order to write it on: nobody may close over a write that was not answered',
    given: awaitingApproval,
    follows: [{ event: happens.approved(), state: 'blocking', orders: ['putBlock'] }],
    remembers: { blockMayStand: true, appliedAt: null },
  },
  {
    rule: 'a block of which a part could not be written is told at once, with the part',
    given: blocking,
    follows: [{ event: happens.blockAppliedInPart, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      appliedAt: '2026-03-01T10:00:00Z',
      reason:
        'The block stands, but a part of the plan could not be done: UpdateAccessKey AKIAEXAMPLE000000001: not allowed.',
    },
  },
  {
    rule: 'a plan that no longer fits voids the approval and is asked again',
    given: blocking,
    follows: [
      { event: happens.planOutdated, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(), state: 'awaitingApproval.waiting', orders: ['askApproval:contain'] },
    ],
    remembers: { approvals: [], decidedBy: [], blockMayStand: false, reason: 'The role was re-created.' },
  },
  {
    rule: 'protection found at the last moment ends the incident unwritten',
    given: blocking,
    follows: [{ event: happens.planRefused, state: 'refused', orders: ['notify:refused', 'writeReport'] }],
    remembers: { appliedAt: null, blockMayStand: false },
  },
  {
    rule: 'a write that takes too long is not assumed either way',
    given: blocking,
    follows: [{ event: after('writeBudget', 'blocking'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { blockMayStand: true, reason: 'The block could not be written in time. It may or may not be there.' },
  },
  {
    rule: 'a write that fails for good asks a person',
    given: blocking,
    follows: [{ event: happens.failed('putBlock'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'putBlock failed: not allowed', appliedAt: null },
  },
  {
    rule: 'a block that was taken off is put back and goes through the whole soak again',
    given: tampered,
    follows: [
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: glanced(), state: 'verifying.waiting', orders: [] },
    ],
    remembers: { reputs: 1, soakChecks: 1, appliedAt: '2026-03-01T10:03:00Z' },
  },
  {
    rule: 'a re-put is bounded: after three a person must act',
    given: afterReput,
    follows: [
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: missing, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: {
      reputs: 3,
      reason: 'The block was removed again after every re-put. An SCP is the control that cannot be taken off.',
    },
  },
  {
    rule: 'what is off is named to whoever is told of the tampering',
    given: firstSoakCheck,
    follows: [{ event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
    remembers: { reason: `New since the last look: ${theMiss.what} at ${theMiss.at}.` },
  },
  {
    rule: 'a block that can be put back in part only asks a person',
    given: tampered,
    follows: [{ event: happens.blockAppliedInPart, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reputs: 1 },
  },
  {
    rule: 'an entity that cannot be written to any more asks a person: its block is off',
    given: tampered,
    follows: [{ event: happens.planRefused, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The role is protected. Instead: Use an SCP.', blockMayStand: true },
  },
  {
    rule: 'a plan that may not be put back any more asks a person',
    given: tampered,
    follows: [{ event: happens.planOutdated, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a block that went with its role is no block any more',
    given: tampered,
    follows: [
      { event: happens.entityReplaced, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
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
    follows: [{ event: after('writeBudget', 'tampered'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The block was removed and could not be put back in time.' },
  },
]
