import {
  after,
  happens,
  observedOff,
  otherPlanDigest,
  planDigest,
  restoreDigest,
} from '../../support/fixtures/incident-events.js'
import {
  awaitingApproval,
  blocking,
  confirming,
  contained,
  lastLook,
  planning,
  removing,
  tampered,
  writeTimedOut,
} from '../../support/fixtures/journeys.js'
import { aContainmentId } from '../../support/fixtures/plans.js'
import type { Scenario } from '../../support/scenario.js'

/** Reported by a worker; the plan is one that was put before nobody. */
const nobodys = {
  ...happens.blockApplied,
  planDigest: otherPlanDigest,
  containmentId: 'cnt_01JD0000000000000099',
} as const
const nobodysReason = `A block was reported that nobody approved: ${nobodys.containmentId}, plan ${otherPlanDigest} (PutRolePolicy DenyAll-${aContainmentId}). Look how it came to be.`
const watched = { containPlanDigest: otherPlanDigest, appliedAt: nobodys.appliedAt, blockMayStand: true }

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
    rule: 'a block of another plan than the one that was approved is no block of this incident: people are told that nobody approved it',
    given: blocking,
    follows: [
      { event: nobodys, state: waiting, orders: ['notify:needsHuman'] },
      { event: after('watchInterval', waiting), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      // It is not put back: nobody wants it.
      { event: observedOff(), state: waiting, orders: ['notify:suspects'] },
    ],
    remembers: { ...watched, reputs: 0 },
  },
  {
    rule: 'a block that is reported while people are still asked about its plan was approved by nobody',
    given: awaitingApproval,
    follows: [{ event: happens.blockApplied, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: {
      appliedAt: happens.blockApplied.appliedAt,
      reason: `A block was reported that nobody approved: ${aContainmentId}, plan ${planDigest} (PutRolePolicy DenyAll-${aContainmentId}). Look how it came to be. It is watched, and is not put again; give it back, or look for what is there.`,
    },
  },
  {
    rule: 'a block that nobody approved does not take the place of the one that was: that one is watched on',
    given: contained,
    follows: [
      { event: nobodys, state: waiting, orders: ['notify:needsHuman'] },
      { event: after('watchInterval', waiting), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
    ],
    remembers: {
      containPlanDigest: planDigest,
      containmentId: aContainmentId,
      reason: `${nobodysReason} The block that was approved is watched on; take this one off by its undo card.`,
    },
  },
  {
    rule: 'a second block that nobody approved is not told as if the one before it had been approved',
    given: [...blocking, nobodys],
    follows: [
      { event: { ...nobodys, planDigest: restoreDigest }, state: waiting, orders: ['notify:needsHuman'] },
      { event: after('watchInterval', waiting), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
    ],
    remembers: {
      ...watched,
      reason: `${nobodysReason.replace(otherPlanDigest, restoreDigest)} The one that was reported before it, which nobody approved either, is watched on; take this one off by its undo card.`,
    },
  },
  {
    rule: 'a part of a block that nobody approved is not taken for a part of the one that was',
    given: blocking,
    follows: [
      {
        event: { ...happens.blockAppliedInPart, planDigest: otherPlanDigest },
        state: waiting,
        orders: ['notify:needsHuman'],
      },
      // Given back it can be.
      {
        event: happens.restoreRequested(),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:false-alarm'],
      },
    ],
    remembers: { containPlanDigest: otherPlanDigest },
  },
  {
    rule: 'what is put back or put again by no approved plan is told as well',
    given: tampered,
    follows: [{ event: { ...nobodys }, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { containPlanDigest: planDigest },
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
