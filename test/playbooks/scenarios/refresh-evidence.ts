import { MAX_EVIDENCE_VOIDS } from '../../../playbooks/stages/timing.js'
import {
  after,
  evidenceDigest,
  happens,
  newerEvidenceDigest,
  otherPlanDigest,
} from '../../support/fixtures/incident-events.js'
import { awaitingApproval, awaitingTwo, type Happening } from '../../support/fixtures/journeys.js'
import { aTiming, escalating } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const waiting = 'awaitingApproval.waiting'
const refreshing = 'awaitingApproval.refreshing'
const refresh = after('evidenceRefresh', waiting)
const news = happens.evidenceRefreshed('A new user appeared.')
const voided: readonly Happening[] = [news, happens.planPrepared()]

/** awaitingApproval: what is newer than the question */
export const refreshScenarios: readonly Scenario[] = [
  {
    rule: 'evidence is collected again and again while people are asked, and the question stands where it changes nothing',
    given: awaitingApproval,
    follows: [
      { event: refresh, state: refreshing, orders: ['refreshEvidence'] },
      { event: happens.evidenceRefreshed(), state: waiting, orders: [] },
      { event: refresh, state: refreshing, orders: ['refreshEvidence'] },
    ],
    remembers: { evidenceDigest: newerEvidenceDigest, evidenceVoids: 0 },
  },
  {
    rule: 'evidence that came too late for the question comes with the first refresh',
    given: [after('evidenceBudget', 'investigating.collecting'), happens.planPrepared(), refresh],
    follows: [{ event: happens.evidenceRefreshed(), state: waiting, orders: [] }],
    remembers: { evidenceDigest: newerEvidenceDigest },
  },
  {
    rule: 'votes are kept where newer evidence changes nothing',
    given: [...awaitingTwo, happens.approved('ana'), refresh, happens.evidenceRefreshed()],
    follows: [{ event: happens.approved('ben'), state: 'blocking', orders: ['putBlock'] }],
  },
  {
    rule: 'people decide also while evidence is being refreshed',
    given: [...awaitingApproval, refresh],
    follows: [{ event: happens.approved('ana'), state: 'blocking', orders: ['putBlock'] }],
    remembers: { evidenceDigest },
  },
  {
    rule: 'newer evidence that changes the plan makes the question void, with the votes on it',
    given: [...awaitingTwo, happens.approved('ana'), refresh],
    follows: [
      { event: news, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(2, otherPlanDigest), state: waiting, orders: ['askApproval:contain'] },
    ],
    remembers: {
      approvals: [],
      evidenceDigest: newerEvidenceDigest,
      evidenceVoids: 1,
      reason: 'A new user appeared.',
    },
  },
  {
    rule: 'an attacker who goes on making news does not keep the question from being answered',
    given: [...awaitingApproval, ...Array.from({ length: MAX_EVIDENCE_VOIDS }, () => voided).flat(), refresh],
    follows: [
      { event: news, state: waiting, orders: [] },
      { event: happens.approved('ana'), state: 'blocking', orders: ['putBlock'] },
    ],
    remembers: { evidenceDigest: newerEvidenceDigest, evidenceVoids: 0, decidedBy: ['ana'] },
  },
  {
    rule: 'evidence that cannot be refreshed leaves the question as it is, and is tried again',
    given: [...awaitingApproval, refresh],
    follows: [
      { event: happens.failed('refreshEvidence'), state: waiting, orders: [] },
      { event: refresh, state: refreshing, orders: ['refreshEvidence'] },
    ],
    remembers: { evidenceDigest },
  },
  {
    rule: 'a refresh that the question of the second circle overtook is not lost',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...awaitingApproval, refresh],
    follows: [
      {
        event: after('approvalExpiry', 'awaitingApproval'),
        state: waiting,
        orders: ['notify:escalated', 'askApproval:contain'],
      },
      { event: happens.evidenceRefreshed(), state: waiting, orders: [] },
    ],
    remembers: { evidenceDigest: newerEvidenceDigest },
  },
]
