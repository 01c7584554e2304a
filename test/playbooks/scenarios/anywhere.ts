import { after, happens } from '../../support/fixtures/incident-events.js'
import {
  awaitingApproval,
  confirming,
  contained,
  lastLook,
  planning,
  removing,
  writeTimedOut,
} from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const waiting = 'needsHuman.waiting'
const restoreTimedOut = [...removing, after('writeBudget', 'restoring')]

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
      { event: happens.findingJoined, state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.newerFindingJoined, state: 'awaitingApproval.waiting', orders: [] },
    ],
    remembers: { joinedFindings: 2 },
  },
  {
    rule: 'a block that whoever plans finds written after all is told, not planned over',
    given: [...writeTimedOut, happens.retryRequested, happens.evidenceCollected],
    follows: [{ event: happens.blockApplied, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', reason: 'A block that was given up was written after all.' },
  },
  {
    rule: 'a block that reports after people were asked anew stops the question: what they decide on is not what is',
    given: [...writeTimedOut, happens.retryRequested, happens.evidenceCollected, happens.planPrepared()],
    follows: [
      { event: happens.blockApplied, state: waiting, orders: ['notify:needsHuman'] },
      { event: happens.denied(), state: waiting, orders: [] },
    ],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', reason: 'A block that was given up was written after all.' },
  },
  {
    rule: 'a removal that reports after a retry is not taken for tampering',
    given: [...restoreTimedOut, happens.retryRequested],
    follows: [{ event: happens.blockRemoved, state: waiting, orders: ['notify:needsHuman'] }],
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
    follows: [{ event: happens.failed('checkRestored'), state: waiting, orders: ['notify:needsHuman'] }],
  },
]
