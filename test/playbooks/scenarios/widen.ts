import {
  after,
  anAct,
  aReturn,
  aSuccess,
  aSuspect,
  aVerdict,
  glanced,
  happens,
  observed,
  observedOff,
  otherPlanDigest,
  planDigest,
} from '../../support/fixtures/incident-events.js'
import {
  askingWider,
  back,
  contained,
  lastSoakCheck,
  planning,
  preparingWider,
  wholeRole,
  widening,
} from '../../support/fixtures/journeys.js'
import { escalating } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const applied = { ...happens.blockAppliedAgain, planDigest: otherPlanDigest } as const
const escalatingInput = { ...anInput, timing: { ...anInput.timing, questions: escalating } }

/** Nobody was back: one of the people wants more. */
const askingAtRest = [...contained, wholeRole, happens.planPrepared(1, otherPlanDigest)]
const lookAtRest = [...askingAtRest, after('watchInterval', 'awaitingWiderApproval.watch.waiting')]
const lookWhenBack = [...askingWider, after('watchInterval', 'awaitingWiderApproval.watch.waiting')]

const preparingState = 'awaitingWiderApproval.preparing+waiting'
const askingState = 'awaitingWiderApproval.asking+waiting'
const expiry = after('approvalExpiry', 'awaitingWiderApproval.question.asking')
const wait = after('watchInterval', 'awaitingWiderApproval.watch.waiting')
const soakWait = after('nextSoakCheck', 'verifying.waiting')
const human = 'needsHuman.waiting'
/** With somebody back it is gone through again, and ends with a person. */
const soaksAgain = 'verifying.waiting'
const stays = {
  containPlanDigest: planDigest,
  widened: null,
  unreported: null,
  blockScope: { wish: 'byUse', chosenBy: null },
} as const

/** cross-account-activity: more is denied than the one session. */
export const widenScenarios: readonly Scenario[] = [
  {
    rule: 'whoever had the blocked session is back in another: the whole role is denied by a plan of its own, that people approve',
    given: back,
    follows: [
      { event: wholeRole, state: preparingState, orders: ['preparePlan'] },
      { event: happens.planPrepared(2, otherPlanDigest), state: askingState, orders: ['askApproval:contain'] },
      { event: happens.approved('ben', planDigest), state: askingState, orders: [] },
      { event: happens.approved('ben', otherPlanDigest), state: askingState, orders: [] },
      { event: happens.approved('cleo', otherPlanDigest), state: 'widening', orders: ['putBlock'] },
      { event: applied, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
    ],
    remembers: {
      containPlanDigest: otherPlanDigest,
      approvedPlanDigests: [planDigest, otherPlanDigest],
      blockScope: { wish: 'role', chosenBy: 'ana' },
      appliedAt: applied.appliedAt,
      widened: null,
      unreported: null,
      verdict: aVerdict({
        policy: 'unknown',
        enforcement: 'notObserved',
        simulation: 'unknown',
        trailUnread: 3,
        contained: false,
      }),
    },
  },
  {
    rule: 'what the principal made is not forgotten over a wider block; a session of those who came back is, for it is denied',
    given: [
      ...lookWhenBack,
      observed({ suspects: [aReturn, aSuspect] }),
      happens.approved('ben', otherPlanDigest),
      applied,
      soakWait,
      glanced(),
      soakWait,
    ],
    follows: [{ event: observed(), state: human, orders: ['notify:needsHuman'] }],
    remembers: { verdict: aVerdict({ suspects: [aSuspect], contained: false }) },
  },
  {
    rule: 'one session more is no wider block: nothing is asked',
    given: back,
    follows: [{ event: { ...wholeRole, scope: 'session' }, state: human, orders: [] }],
    remembers: { widened: null },
  },
  {
    rule: 'a wider block can be asked for while all is well, and the block that stands is watched meanwhile',
    given: contained,
    follows: [
      { event: wholeRole, state: preparingState, orders: ['preparePlan'] },
      { event: wait, state: 'awaitingWiderApproval.preparing+checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: preparingState, orders: [] },
    ],
    remembers: { containPlanDigest: planDigest, verdict: aVerdict() },
  },
  {
    rule: 'a wider block that is refused leaves the block as it is, and people are told why',
    given: [...contained, wholeRole],
    follows: [{ event: happens.planRefused, state: 'contained.waiting', orders: ['notify:notWidened'] }],
    remembers: { ...stays, appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a role that is gone when more of it is to be denied asks a person',
    given: preparingWider,
    follows: [{ event: happens.principalUnresolved, state: human, orders: ['notify:needsHuman'] }],
    remembers: stays,
  },
  {
    rule: 'a wider plan that is not there in time leaves the block as it is',
    given: [...contained, wholeRole],
    follows: [
      {
        event: after('planningBudget', 'awaitingWiderApproval.question.preparing'),
        state: 'contained.waiting',
        orders: ['notify:expired'],
      },
    ],
    remembers: stays,
  },
  {
    rule: 'people who decide against more have the block as it was, and it is gone through again where somebody is back',
    given: askingWider,
    follows: [
      { event: happens.denied('ben', planDigest), state: askingState, orders: [] },
      { event: happens.denied('ben', otherPlanDigest), state: soaksAgain, orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
    ],
    remembers: { ...stays, approvedPlanDigests: [planDigest] },
  },
  {
    rule: 'people are reminded of a wider block, and silence is no yes: the block stays as it is',
    given: askingAtRest,
    follows: [
      {
        event: after('approvalReminder', 'awaitingWiderApproval.question.asking'),
        state: askingState,
        orders: ['notify:reminder'],
      },
      { event: expiry, state: 'contained.waiting', orders: ['notify:expired'] },
    ],
    remembers: { ...stays, expiredPlanDigest: otherPlanDigest },
  },
  {
    rule: 'a second circle is asked about a wider block as well',
    input: escalatingInput,
    given: askingAtRest,
    follows: [
      { event: expiry, state: askingState, orders: ['notify:escalated', 'askApproval:contain'] },
      { event: expiry, state: 'contained.waiting', orders: ['notify:expired'] },
    ],
    remembers: stays,
  },
  {
    rule: 'a part of the wider block that cannot be written is told',
    given: widening,
    follows: [
      {
        event: { ...happens.blockAppliedInPart, planDigest: otherPlanDigest },
        state: human,
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: { containPlanDigest: otherPlanDigest },
  },
  {
    rule: 'a wider plan that does not fit any more leaves the block that stands, and asks a person',
    given: widening,
    follows: [{ event: happens.planOutdated, state: human, orders: ['notify:needsHuman'] }],
    remembers: { ...stays, reason: 'The role was re-created.' },
  },
  {
    rule: 'a role that was protected meanwhile keeps the block that stands, and a person is asked',
    given: widening,
    follows: [{ event: happens.planRefused, state: human, orders: ['notify:needsHuman'] }],
    remembers: stays,
  },
  {
    rule: 'a late re-put of the block that stands leaves the question of a wider one open, for nothing of its plan changed',
    given: [
      ...back.slice(0, -1),
      observedOff(),
      after('writeBudget', 'tampered'),
      wholeRole,
      happens.planPrepared(2, otherPlanDigest),
      happens.approved('ben', otherPlanDigest),
    ],
    follows: [
      { event: happens.blockAppliedAgain, state: askingState, orders: [] },
      { event: happens.approved('cleo', otherPlanDigest), state: 'widening', orders: ['putBlock'] },
      { event: happens.blockAppliedAgain, state: 'widening', orders: [] },
      { event: applied, state: soaksAgain, orders: [] },
    ],
    remembers: { containPlanDigest: otherPlanDigest, unreported: null },
  },
  {
    rule: 'of a role that is denied as a whole no wider block is asked for',
    given: [
      ...planning,
      happens.planPrepared(1, otherPlanDigest),
      happens.approved('ana', otherPlanDigest),
      applied,
      soakWait,
      glanced(),
      soakWait,
      observed(),
    ],
    follows: [{ event: wholeRole, state: 'contained.waiting', orders: [] }],
    remembers: { containPlanDigest: otherPlanDigest, widened: null },
  },
  {
    rule: 'a question of a wider block that the watch ends leaves the wish that the standing block was planned by',
    given: lookWhenBack,
    follows: [{ event: observed({ succeeded: [aSuccess] }), state: human, orders: ['notify:needsHuman'] }],
    remembers: { ...stays },
  },
  {
    rule: 'a wider block that nobody approved is refused like any other',
    given: askingWider,
    follows: [{ event: applied, state: human, orders: ['notify:needsHuman'] }],
    remembers: { containPlanDigest: planDigest },
  },
  {
    rule: 'a block that is taken off while a wider one is asked for is put back as it was',
    given: lookWhenBack,
    follows: [{ event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
    remembers: { containPlanDigest: planDigest },
  },
  {
    rule: 'a principal that gets through while a wider block is asked for is told',
    given: lookAtRest,
    follows: [{ event: observed({ succeeded: [aSuccess] }), state: human, orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'an act against the block while a wider one is asked for takes "contained" back',
    given: lookAtRest,
    follows: [{ event: observed({ tampering: [anAct] }), state: human, orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'what else comes up while a wider block is asked for is told, and the question stays',
    given: lookWhenBack,
    follows: [
      {
        event: observed({ suspects: [aReturn, aSuspect] }),
        state: askingState,
        orders: ['notify:suspects'],
      },
      { event: wait, state: 'awaitingWiderApproval.asking+checking', orders: ['checkBlock:watch:full'] },
      { event: observed({ suspects: [aReturn, aSuspect] }), state: askingState, orders: [] },
    ],
  },
  {
    rule: 'a denial that is first seen while a wider block is asked for amends the report',
    given: [
      ...lastSoakCheck,
      observed({ denied: 0 }),
      wholeRole,
      after('watchInterval', 'awaitingWiderApproval.watch.waiting'),
    ],
    follows: [{ event: observed(), state: preparingState, orders: ['writeReport'] }],
  },
]
