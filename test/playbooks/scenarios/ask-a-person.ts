import { after, aVerdict, happens } from '../../support/fixtures/incident-events.js'
import { gotThrough, removing, writeTimedOut } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const waiting = 'needsHuman.waiting'
const puttingAgain = 'verifying.puttingAgain'
const reminder = after('humanReminder', 'needsHuman')

/** needsHuman: what people choose among. */
export const askAPersonScenarios: readonly Scenario[] = [
  {
    rule: 'people are told again until they act',
    given: writeTimedOut,
    follows: [
      { event: reminder, state: waiting, orders: ['notify:needsHuman'] },
      { event: reminder, state: waiting, orders: ['notify:needsHuman'] },
    ],
  },
  {
    rule: 'without a block a retry starts from the evidence',
    given: writeTimedOut,
    follows: [{ event: happens.retryRequested, state: 'investigating.collecting', orders: ['collectEvidence'] }],
    remembers: { reason: 'The permission was given.', blockMayStand: true },
  },
  {
    rule: 'with a block a retry puts it again where it is off, and proves it anew',
    given: gotThrough,
    follows: [
      { event: happens.retryRequested, state: puttingAgain, orders: ['reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
    ],
    remembers: {
      reputs: 0,
      soakChecks: 0,
      appliedAt: '2026-03-01T10:03:00Z',
      gapsUpTo: '2026-03-01T10:03:00Z',
      verdict: aVerdict({ policy: 'unknown', enforcement: 'notObserved', simulation: 'unknown', contained: false }),
    },
  },
  {
    rule: 'a block that is in place can be restored from here',
    given: gotThrough,
    follows: [
      {
        event: happens.restoreRequested(),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:false-alarm'],
      },
    ],
  },
  {
    rule: 'without a block there is nothing to restore',
    given: writeTimedOut,
    follows: [{ event: happens.restoreRequested(), state: waiting, orders: [] }],
  },
  {
    rule: 'an incident with a block in place cannot be closed',
    given: gotThrough,
    follows: [{ event: happens.closeRequested, state: waiting, orders: [] }],
  },
  {
    rule: 'an incident whose block may stand cannot be closed: a write that was not answered is looked for first',
    given: writeTimedOut,
    follows: [
      { event: happens.closeRequested, state: waiting, orders: [] },
      { event: happens.retryRequested, state: 'investigating.collecting', orders: ['collectEvidence'] },
      { event: happens.evidenceCollected, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(), state: 'awaitingApproval.waiting', orders: ['askApproval:contain'] },
      { event: after('approvalExpiry', 'awaitingApproval'), state: waiting, orders: ['notify:needsHuman'] },
      { event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
    remembers: { reason: 'Handled by hand.' },
  },
  {
    rule: 'an incident that wrote nothing can be closed',
    given: [happens.evidenceCollected, after('planningBudget', 'planning')],
    follows: [{ event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
  },
  {
    rule: 'a write that reports late in needsHuman is remembered and told, with what it could not do',
    given: writeTimedOut,
    follows: [
      { event: happens.blockAppliedInPart, state: waiting, orders: ['notify:needsHuman'] },
      { event: happens.closeRequested, state: waiting, orders: [] },
      { event: happens.retryRequested, state: puttingAgain, orders: ['reputBlock'] },
    ],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a removal that reports late in needsHuman is remembered and told',
    given: [...removing, after('writeBudget', 'restoring')],
    follows: [
      { event: happens.blockRemoved, state: waiting, orders: ['notify:needsHuman'] },
      { event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
    remembers: { appliedAt: null, restoredAt: '2026-03-01T11:05:00Z' },
  },
]
