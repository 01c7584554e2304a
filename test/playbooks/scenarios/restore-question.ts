import {
  after,
  anAct,
  aSuccess,
  aSuspect,
  glanced,
  happens,
  observed,
  observedOff,
  restoreDigest,
} from '../../support/fixtures/incident-events.js'
import {
  askingRestore,
  askingRestoreFor,
  containedUnobserved,
  firstSoakCheck,
  gotThrough,
  preparingRestore,
  tampered,
  verifying,
} from '../../support/fixtures/journeys.js'
import { aTiming, escalating } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const asking = 'awaitingRestoreApproval.asking+waiting'
const watchWait = after('watchInterval', 'awaitingRestoreApproval.watch.waiting')
const expiry = after('restoreExpiry', 'awaitingRestoreApproval.question.asking')
const missing = observedOff()
const reputAgain = [after('nextSoakCheck', 'verifying.waiting'), missing, happens.blockAppliedAgain]
const askBack = [happens.restoreRequested(), happens.restorePrepared()] as const

/** awaitingRestoreApproval */
export const restoreQuestionScenarios: readonly Scenario[] = [
  {
    rule: 'giving access back is a question of its own, on a plan of its own',
    given: preparingRestore,
    follows: [
      { event: happens.restorePrepared(), state: asking, orders: ['askApproval:restore'] },
      { event: happens.approved('ana', restoreDigest), state: 'restoring.removing', orders: ['removeBlock'] },
    ],
    remembers: { decidedBy: ['ana'], openPlanDigest: restoreDigest },
  },
  {
    rule: 'the approval of the block is no approval of the restore',
    given: askingRestore,
    follows: [{ event: happens.approved('ana'), state: asking, orders: [] }],
    remembers: { approvals: [] },
  },
  {
    rule: 'nobody can approve a restore before its plan is there',
    given: preparingRestore,
    follows: [
      {
        event: happens.approved('ana', restoreDigest),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: [],
      },
    ],
  },
  {
    rule: 'a restore may need two people',
    given: askingRestoreFor('false-alarm', 2),
    follows: [
      { event: happens.approved('ana', restoreDigest), state: asking, orders: [] },
      { event: happens.approved('ana', restoreDigest), state: asking, orders: [] },
      { event: happens.approved('ben', restoreDigest), state: 'restoring.removing', orders: ['removeBlock'] },
    ],
  },
  {
    rule: 'a denied restore leaves the block, and nothing to decide on',
    given: askingRestore,
    follows: [{ event: happens.denied('ana', restoreDigest), state: 'contained.waiting', orders: [] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', decidedBy: ['ana'], openPlanDigest: null },
  },
  {
    rule: 'a denial of another digest leaves the question',
    given: askingRestore,
    follows: [{ event: happens.denied('ana'), state: asking, orders: [] }],
  },
  {
    rule: 'a restore that nobody decides on leaves the block, and people are told',
    given: askingRestore,
    follows: [{ event: expiry, state: 'contained.waiting', orders: ['notify:expired'] }],
    remembers: {
      appliedAt: '2026-03-01T10:00:00Z',
      openPlanDigest: null,
      expiredPlanDigest: restoreDigest,
      reason: 'Nobody decided about the restore before the question expired. The block stays.',
    },
  },
  {
    rule: 'an approval of a restore after its deadline gives nothing back',
    given: [...askingRestore, expiry],
    follows: [{ event: happens.approved('ana', restoreDigest), state: 'contained.waiting', orders: [] }],
  },
  {
    rule: 'a restore is put before a second circle where there is one, with the votes that it has',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...askingRestoreFor('false-alarm', 2), happens.approved('ana', restoreDigest)],
    follows: [
      { event: expiry, state: asking, orders: ['notify:escalated', 'askApproval:restore'] },
      { event: happens.approved('dee', restoreDigest), state: 'restoring.removing', orders: ['removeBlock'] },
    ],
    remembers: { decidedBy: ['ana', 'dee'], askedCircle: null },
  },
  {
    rule: 'a restore that the second circle does not decide on either leaves the block',
    input: { ...anInput, timing: aTiming({ questions: escalating }) },
    given: [...askingRestore, expiry],
    follows: [
      {
        event: after('restoreReminder', 'awaitingRestoreApproval.question.asking'),
        state: asking,
        orders: ['notify:reminder'],
      },
      { event: expiry, state: 'contained.waiting', orders: ['notify:expired'] },
    ],
    remembers: { expiredPlanDigest: restoreDigest, askedCircle: null },
  },
  {
    rule: 'a restore whose plan is not there in time leaves the block, and people are told',
    given: preparingRestore,
    follows: [
      {
        event: after('planningBudget', 'awaitingRestoreApproval.question.preparing'),
        state: 'contained.waiting',
        orders: ['notify:expired'],
      },
    ],
    remembers: { reason: 'No plan of the restore could be prepared in time. The block stays.' },
  },
  {
    rule: 'a block whose restore was denied is put back like any other',
    given: [...askingRestore, happens.denied('ana', restoreDigest), after('watchInterval', 'contained.waiting')],
    follows: [{ event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
  },
  {
    rule: 'a soak that a denied restore interrupted starts over: contained is never reached around it',
    given: [...firstSoakCheck, glanced(), ...askBack],
    follows: [{ event: happens.denied('ana', restoreDigest), state: 'verifying.waiting', orders: [] }],
    remembers: { soakChecks: 0 },
  },
  {
    rule: 'a re-put that was given up and reports while a restore is asked for is only remembered',
    given: [...tampered, after('writeBudget', 'tampered'), happens.restoreRequested()],
    follows: [{ event: happens.blockAppliedAgain, state: 'awaitingRestoreApproval.preparing+waiting', orders: [] }],
    remembers: { appliedAt: '2026-03-01T10:03:00Z' },
  },
  {
    rule: 'a principal that got through stays so after a denied restore, also where CloudTrail is silent',
    given: [
      ...gotThrough,
      ...askBack,
      happens.denied('ana', restoreDigest),
      after('nextSoakCheck', 'verifying.waiting'),
      glanced(),
      after('nextSoakCheck', 'verifying.waiting'),
    ],
    follows: [
      { event: observed({ denied: 0, eventsRead: false }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
  },
  {
    rule: 'people are reminded of a restore',
    given: askingRestore,
    follows: [
      {
        event: after('restoreReminder', 'awaitingRestoreApproval.question.asking'),
        state: asking,
        orders: ['notify:reminder'],
      },
    ],
  },
  {
    rule: 'asking for another kind of restore makes another plan and voids the votes',
    given: [...askingRestoreFor('false-alarm', 2), happens.approved('ana', restoreDigest)],
    follows: [
      {
        event: happens.restoreRequested('compromise'),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:compromise'],
      },
      { event: happens.restorePrepared(2), state: asking, orders: ['askApproval:restore'] },
      { event: happens.approved('ben', restoreDigest), state: asking, orders: [] },
    ],
    remembers: { approvals: ['ben'], restoreAs: 'compromise' },
  },
  {
    rule: 'a plan in preparation cannot be taken for one of another kind: no second request until it is there',
    given: preparingRestore,
    follows: [
      {
        event: happens.restoreRequested('compromise'),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: [],
      },
    ],
    remembers: { restoreAs: 'false-alarm' },
  },
  {
    rule: 'a role that is gone takes its block along and ends the question',
    given: preparingRestore,
    follows: [{ event: happens.entityReplaced, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: null },
  },
  {
    rule: 'a policy that is not ours any more ends the question',
    given: preparingRestore,
    follows: [{ event: happens.ownershipConflict, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
]

/** The watch beside the question. */
export const restoreWatchScenarios: readonly Scenario[] = [
  {
    rule: 'the block is watched while people decide',
    given: askingRestore,
    follows: [
      { event: watchWait, state: 'awaitingRestoreApproval.asking+checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: asking, orders: [] },
    ],
  },
  {
    rule: 'a block that is taken off while people decide is put back first',
    given: [...askingRestore, watchWait],
    follows: [{ event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
  },
  {
    rule: 'a block that is taken off again and again while people decide is left to them',
    given: [...verifying, ...reputAgain, ...reputAgain, ...reputAgain, ...askBack, watchWait],
    follows: [{ event: missing, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reputs: 3 },
  },
  {
    rule: 'a principal that gets through while people decide ends the question',
    given: [...askingRestore, watchWait],
    follows: [
      { event: observed({ succeeded: [aSuccess] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
  },
  {
    rule: 'a success that people know of does not take their question away again',
    given: [...gotThrough, ...askBack, watchWait],
    follows: [{ event: observed({ succeeded: [aSuccess] }), state: asking, orders: [] }],
  },
  {
    rule: 'a suspect that appears while people decide on an unproven block is told beside their question',
    given: [...verifying, ...askBack, watchWait],
    follows: [
      { event: observed({ suspects: [aSuspect] }), state: asking, orders: ['notify:suspects'] },
      { event: watchWait, state: 'awaitingRestoreApproval.asking+checking', orders: ['checkBlock:watch:full'] },
      { event: observed({ suspects: [aSuspect] }), state: asking, orders: [] },
    ],
  },
  {
    rule: 'a denial that CloudTrail shows while people decide amends the report that they read',
    given: [...containedUnobserved, ...askBack, watchWait],
    follows: [{ event: observed(), state: asking, orders: ['writeReport'] }],
  },
  {
    rule: 'an act against the block while people decide ends the question, once',
    given: [...askingRestore, watchWait],
    follows: [
      { event: observed({ tampering: [anAct] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      {
        event: happens.restoreRequested(),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:false-alarm'],
      },
      {
        event: watchWait,
        state: 'awaitingRestoreApproval.preparing+checking',
        orders: ['checkBlock:watch:full'],
      },
      {
        event: observed({ tampering: [anAct] }),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: [],
      },
    ],
  },
]
