import {
  after,
  aVerdict,
  happens,
  observed,
  observedOff,
  otherPlanDigest,
  planDigest,
} from '../../support/fixtures/incident-events.js'
import { contained, wholeRole, widening } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const applied = { ...happens.blockAppliedAgain, planDigest: otherPlanDigest } as const
const soakWait = after('nextSoakCheck', 'verifying.waiting')
const human = 'needsHuman.waiting'
/** With somebody back it is gone through again, and ends with a person. */
const soaksAgain = 'verifying.waiting'
const writeTimedOut = [...widening, after('writeBudget', 'widening')]
/** Ordered, and reported by nobody: what stands is what stood before. */
const unreported = {
  containPlanDigest: planDigest,
  blockScope: { wish: 'byUse', chosenBy: null },
  widened: null,
  unreported: { to: otherPlanDigest, wish: { wish: 'role', chosenBy: 'ana' } },
} as const
/** Of a block that was just written. */
const nothingProven = aVerdict({
  policy: 'unknown',
  enforcement: 'notObserved',
  simulation: 'unknown',
  trailUnread: 3,
  contained: false,
})

/** cross-account-activity: a wider block was approved and ordered, and nobody reported its write. */
export const widerUnreportedScenarios: readonly Scenario[] = [
  {
    rule: 'what was proven of one session is not said of the whole role, whose write nobody reported',
    given: [
      ...contained,
      wholeRole,
      happens.planPrepared(1, otherPlanDigest),
      happens.approved('ben', otherPlanDigest),
      after('writeBudget', 'widening'),
    ],
    follows: [
      { event: after('watchInterval', human), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: human, orders: [] },
    ],
    remembers: { ...unreported, verdict: aVerdict({ contained: false }) },
  },
  {
    rule: 'a wider block that nobody reported counts from the retry that finds it: others of the role rightly went on until then',
    given: [
      ...widening,
      after('writeBudget', 'widening'),
      after('watchInterval', human),
      observed(),
      happens.retryRequested,
    ],
    follows: [{ event: { ...applied, preWrite: 'adopted' }, state: soaksAgain, orders: [] }],
    remembers: {
      appliedAt: applied.appliedAt,
      widened: null,
      verdict: nothingProven,
    },
  },
  {
    rule: 'a wider block that was never sent was taken off by nobody: what stood before it is watched, and nobody is told of tampering',
    given: widening,
    follows: [
      { event: after('writeBudget', 'widening'), state: human, orders: ['notify:needsHuman'] },
      { event: after('watchInterval', human), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: human, orders: [] },
    ],
    remembers: { ...unreported, reputs: 0 },
  },
  {
    rule: 'a wider block that AWS refuses to have written leaves the block that stands, and a retry writes it',
    given: widening,
    follows: [
      { event: happens.failed('putBlock'), state: human, orders: ['notify:needsHuman'] },
      { event: after('watchInterval', human), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: human, orders: [] },
      { event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] },
      { event: applied, state: soaksAgain, orders: [] },
    ],
    remembers: {
      containPlanDigest: otherPlanDigest,
      unreported: null,
      blockScope: { wish: 'role', chosenBy: 'ana' },
      appliedAt: applied.appliedAt,
    },
  },
  {
    rule: 'the block that stands is put back where it is taken off, also while the wider one is waited for in vain',
    given: writeTimedOut,
    follows: [
      { event: after('watchInterval', human), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: soaksAgain, orders: [] },
    ],
    remembers: unreported,
  },
  {
    rule: 'a wider block that was written after all is told, and only from then on it is the one that is watched',
    given: writeTimedOut,
    follows: [
      { event: after('watchInterval', human), state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: { ...applied, preWrite: 'adopted' }, state: human, orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] },
    ],
    remembers: {
      containPlanDigest: otherPlanDigest,
      unreported: null,
      blockScope: { wish: 'role', chosenBy: 'ana' },
      appliedAt: applied.appliedAt,
      verdict: nothingProven,
    },
  },
  {
    rule: 'a part of the wider block that turns up by itself is told with what is missing of it',
    given: [...writeTimedOut, after('watchInterval', human)],
    follows: [
      {
        event: { ...applied, notDone: ['PutRolePolicy AWSRevokeOlderSessions is not there.'] },
        state: human,
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: { containPlanDigest: otherPlanDigest },
  },
  {
    rule: 'a wider block that a retry writes in part is told',
    given: [...writeTimedOut, happens.retryRequested],
    follows: [
      {
        event: { ...happens.blockAppliedInPart, planDigest: otherPlanDigest },
        state: human,
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: { containPlanDigest: otherPlanDigest, unreported: null },
  },
  {
    rule: 'a wider block can be asked for again where the first was approved and never written, and a no forgets neither',
    given: [
      ...writeTimedOut,
      wholeRole,
      happens.planPrepared(1, otherPlanDigest),
      happens.denied('ben', otherPlanDigest),
    ],
    follows: [{ event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] }],
    remembers: { ...unreported, openPlanDigest: null },
  },
]
