import { after, happens } from '../../support/fixtures/incident-events.js'
import {
  awaitingApproval,
  confirming,
  contained,
  gotThrough,
  lastLook,
  planning,
  removing,
  writeTimedOut,
} from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const preparing = 'awaitingRestoreApproval.preparing+waiting'
const restoreTimedOut = [...removing, after('writeBudget', 'restoring')]

/** needsHuman */
export const askAPersonScenarios: readonly Scenario[] = [
  {
    rule: 'people are told again until they act',
    given: writeTimedOut,
    follows: [
      { event: after('humanReminder', 'needsHuman'), state: 'needsHuman', orders: ['notify:needsHuman'] },
      { event: after('humanReminder', 'needsHuman'), state: 'needsHuman', orders: ['notify:needsHuman'] },
    ],
  },
  {
    rule: 'without a block a retry starts from the evidence',
    given: writeTimedOut,
    follows: [{ event: happens.retryRequested, state: 'investigating', orders: ['collectEvidence'] }],
    remembers: { reason: 'The permission was given.' },
  },
  {
    rule: 'with a block a retry proves it anew',
    given: gotThrough,
    follows: [{ event: happens.retryRequested, state: 'verifying.waiting', orders: [] }],
    remembers: {
      reputs: 0,
      soakChecks: 0,
      verdict: { policy: 'unknown', enforcement: 'notObserved', tampering: [], contained: false },
    },
  },
  {
    rule: 'a block that is in place can be restored from here',
    given: gotThrough,
    follows: [{ event: happens.restoreRequested(), state: preparing, orders: ['prepareRestore:false-alarm'] }],
  },
  {
    rule: 'without a block there is nothing to restore',
    given: writeTimedOut,
    follows: [{ event: happens.restoreRequested(), state: 'needsHuman', orders: [] }],
  },
  {
    rule: 'an incident with a block in place cannot be closed',
    given: gotThrough,
    follows: [{ event: happens.closeRequested, state: 'needsHuman', orders: [] }],
  },
  {
    rule: 'an incident without a block can be closed',
    given: writeTimedOut,
    follows: [{ event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
    remembers: { reason: 'Handled by hand.' },
  },
  {
    rule: 'a write that reports late in needsHuman is remembered',
    given: writeTimedOut,
    follows: [
      { event: happens.blockApplied, state: 'needsHuman', orders: [] },
      { event: happens.closeRequested, state: 'needsHuman', orders: [] },
      { event: happens.retryRequested, state: 'verifying.waiting', orders: [] },
    ],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a removal that reports late in needsHuman is remembered',
    given: restoreTimedOut,
    follows: [
      { event: happens.blockRemoved, state: 'needsHuman', orders: [] },
      { event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
    remembers: { appliedAt: null },
  },
]

/** What holds in every state. */
export const anywhereScenarios: readonly Scenario[] = [
  {
    rule: 'a notice that fails moves nothing',
    given: contained,
    follows: [
      { event: happens.failed('notify'), state: 'contained.waiting', orders: [] },
      { event: happens.failed('writeReport'), state: 'contained.waiting', orders: [] },
    ],
  },
  {
    rule: 'a finding that joins is counted and moves nothing',
    given: awaitingApproval,
    follows: [
      { event: happens.findingJoined, state: 'awaitingApproval', orders: [] },
      { event: happens.findingJoined, state: 'awaitingApproval', orders: [] },
    ],
    remembers: { joinedFindings: 2 },
  },
  {
    rule: 'a block that reports after people were asked anew stops the question: what they decide on is not what is',
    given: [...writeTimedOut, happens.retryRequested, happens.evidenceCollected, happens.planPrepared()],
    follows: [
      { event: happens.blockApplied, state: 'needsHuman', orders: ['notify:needsHuman'] },
      { event: happens.denied(), state: 'needsHuman', orders: [] },
    ],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', reason: 'A block that was given up was written after all.' },
  },
  {
    rule: 'a removal that reports after a retry is not taken for tampering',
    given: [...restoreTimedOut, happens.retryRequested],
    follows: [{ event: happens.blockRemoved, state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: null, reason: 'A removal that was given up was done after all.' },
  },
  {
    rule: 'what is closed stays closed, whatever reports late',
    given: [...lastLook, happens.restoreConfirmed],
    follows: [
      { event: happens.failed('removeBlock'), state: 'closed', orders: [] },
      { event: happens.findingJoined, state: 'closed', orders: [] },
      { event: happens.blockAppliedAgain, state: 'closed', orders: [] },
    ],
    remembers: { joinedFindings: 0 },
  },
  {
    rule: 'what is refused stays refused',
    given: [...planning, happens.planRefused],
    follows: [
      { event: happens.failed('preparePlan'), state: 'refused', orders: [] },
      { event: happens.retryRequested, state: 'refused', orders: [] },
    ],
  },
  {
    rule: 'what is denied stays denied',
    given: [...awaitingApproval, happens.denied()],
    follows: [{ event: happens.approved('ben'), state: 'denied', orders: [] }],
  },
  {
    rule: 'a look that fails where the block is off asks a person all the same',
    given: confirming,
    follows: [{ event: happens.failed('checkRestored'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
  },
]
