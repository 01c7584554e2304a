import { after, happens, otherPlanDigest, planDigest } from '../../support/fixtures/incident-events.js'
import { awaitingApproval, awaitingTwo, blocking } from '../../support/fixtures/journeys.js'
import { aTiming, escalating } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'
import { refreshScenarios } from './refresh-evidence.js'

const expiry = after('approvalExpiry', 'awaitingApproval')

/** awaitingApproval */
export const approveBlockScenarios: readonly Scenario[] = [
  {
    rule: 'one approval is enough where one is asked for',
    given: awaitingApproval,
    follows: [{ event: happens.approved('ana'), state: 'blocking', orders: ['putBlock'] }],
    remembers: { decidedBy: ['ana'] },
  },
  {
    rule: 'what the configuration approved beforehand is told at once, with its reason',
    given: awaitingApproval,
    follows: [{ event: happens.approvedBeforehand, state: 'blocking', orders: ['notify:preAuthorised', 'putBlock'] }],
    remembers: { decidedBy: ['policy:111122223333'], reason: 'Approved beforehand.' },
  },
  {
    rule: 'what the configuration approved beforehand is one vote where it takes two',
    given: awaitingTwo,
    follows: [
      { event: happens.approvedBeforehand, state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('ben'), state: 'blocking', orders: ['putBlock'] },
    ],
    remembers: { decidedBy: ['policy:111122223333', 'ben'] },
  },
  {
    rule: 'a second approval changes nothing',
    given: blocking,
    follows: [{ event: happens.approved('ben'), state: 'blocking', orders: [] }],
    remembers: { decidedBy: ['ana'] },
  },
  {
    rule: 'a denial after the approval changes nothing',
    given: blocking,
    follows: [{ event: happens.denied('ben'), state: 'blocking', orders: [] }],
    remembers: { decidedBy: ['ana'] },
  },
  {
    rule: 'a quorum of two takes two people',
    given: awaitingTwo,
    follows: [
      { event: happens.approved('ana'), state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('ben'), state: 'blocking', orders: ['putBlock'] },
    ],
    remembers: { decidedBy: ['ana', 'ben'] },
  },
  {
    rule: 'the same person twice is one approval',
    given: awaitingTwo,
    follows: [
      { event: happens.approved('ana'), state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('ana'), state: 'awaitingApproval.waiting', orders: [] },
    ],
    remembers: { approvals: ['ana'], decidedBy: [] },
  },
  {
    rule: 'the plan that was approved is the plan that is blocked: an approval of another digest does not count',
    given: awaitingTwo,
    follows: [
      { event: happens.approved('ana', otherPlanDigest), state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('ben'), state: 'awaitingApproval.waiting', orders: [] },
    ],
    remembers: { approvals: ['ben'] },
  },
  {
    rule: 'one denial ends the question, whoever approved before',
    given: [...awaitingTwo, happens.approved('ana')],
    follows: [{ event: happens.denied('ben'), state: 'denied', orders: ['notify:denied', 'writeReport'] }],
    remembers: { decidedBy: ['ben'], reason: 'It is a test of ours.' },
  },
  {
    rule: 'a denial of another digest does not count',
    given: awaitingApproval,
    follows: [{ event: happens.denied('ana', otherPlanDigest), state: 'awaitingApproval.waiting', orders: [] }],
  },
  {
    rule: 'a plan that changed is made anew, and approvals of the old one are gone',
    given: [...awaitingTwo, happens.approved('ana')],
    follows: [
      { event: happens.planOutdated, state: 'planning', orders: ['preparePlan'] },
      {
        event: happens.planPrepared(2, otherPlanDigest),
        state: 'awaitingApproval.waiting',
        orders: ['askApproval:contain'],
      },
      { event: happens.approved('ben', planDigest), state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('ben', otherPlanDigest), state: 'awaitingApproval.waiting', orders: [] },
    ],
    remembers: { approvals: ['ben'], containPlanDigest: otherPlanDigest, openPlanDigest: otherPlanDigest },
  },
  {
    rule: 'people are reminded once',
    given: awaitingApproval,
    follows: [
      {
        event: after('approvalReminder', 'awaitingApproval'),
        state: 'awaitingApproval.waiting',
        orders: ['notify:reminder'],
      },
    ],
  },
  {
    rule: 'no answer before the deadline asks somebody else',
    given: awaitingApproval,
    follows: [
      {
        event: after('approvalExpiry', 'awaitingApproval'),
        state: 'needsHuman.waiting',
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: {
      reason: 'Nobody decided about the block before the question expired.',
      expiredPlanDigest: planDigest,
      askedCircle: null,
    },
  },
  {
    rule: 'where there is a second circle the question is put before it, with the votes that it has',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...awaitingTwo, happens.approved('ana')],
    follows: [
      { event: expiry, state: 'awaitingApproval.waiting', orders: ['notify:escalated', 'askApproval:contain'] },
      { event: happens.approved('dee'), state: 'blocking', orders: ['putBlock'] },
    ],
    remembers: { decidedBy: ['ana', 'dee'], askedCircle: null },
  },
  {
    rule: 'the second circle is asked once, and its silence is neither a yes nor a no',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...awaitingApproval, expiry],
    follows: [
      { event: expiry, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.approved('dee'), state: 'needsHuman.waiting', orders: [] },
    ],
    remembers: { expiredPlanDigest: planDigest, decidedBy: [] },
  },
  {
    rule: 'a plan that changes while the second circle is asked begins with the first again',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...awaitingApproval, expiry],
    follows: [
      { event: happens.planOutdated, state: 'planning', orders: ['preparePlan'] },
      {
        event: happens.planPrepared(1, otherPlanDigest),
        state: 'awaitingApproval.waiting',
        orders: ['askApproval:contain'],
      },
    ],
    remembers: { askedCircle: 'first', approvals: [] },
  },
  {
    rule: 'an approval after the deadline blocks nobody',
    given: [...awaitingApproval, after('approvalExpiry', 'awaitingApproval')],
    follows: [{ event: happens.approved('ana'), state: 'needsHuman.waiting', orders: [] }],
  },
  {
    rule: 'a question that was asked is only waited for',
    given: awaitingApproval,
    follows: [{ event: happens.questionAsked, state: 'awaitingApproval.waiting', orders: [] }],
  },
  ...refreshScenarios,
]
