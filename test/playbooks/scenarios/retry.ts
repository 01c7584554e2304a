import {
  after,
  aSuspect,
  aVerdict,
  glanced,
  happens,
  observed,
  observedOff,
} from '../../support/fixtures/incident-events.js'
import { afterReput, gotThrough, writeTimedOut } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const waiting = 'needsHuman.waiting'
const puttingAgain = 'verifying.puttingAgain'
const soakWait = after('nextSoakCheck', 'verifying.waiting')
const missing = observedOff({ depth: 'account' })
const again = happens.blockAppliedAgain
const retried = [...gotThrough, happens.retryRequested]
/** It was put back three times, and was off a fourth time. */
const offForGood = [...afterReput, soakWait, missing, again, soakWait, missing, again, soakWait, missing]
const puttingOnceMore = [...offForGood, happens.retryRequested]
const lateSuspect = { ...aSuspect, name: 'late' }
const undecided = [
  ...writeTimedOut,
  happens.retryRequested,
  happens.evidenceCollected,
  happens.planPrepared(),
  happens.blockApplied,
]

/** needsHuman, verifying.puttingAgain: what a person's retry does. */
export const retryScenarios: readonly Scenario[] = [
  {
    rule: 'a retry after the last re-put puts the block again: a gap from before it does not count against the new soak',
    given: offForGood,
    follows: [
      { event: happens.retryRequested, state: puttingAgain, orders: ['reputBlock'] },
      { event: again, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: glanced(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { reputs: 0, gapsUpTo: '2026-03-01T10:03:00Z', verdict: aVerdict(), reason: '' },
  },
  {
    rule: 'a gap after the retry counts: the block is put back and counted anew',
    given: [...puttingOnceMore, again, soakWait],
    follows: [{ event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
    remembers: { reputs: 1 },
  },
  {
    rule: 'a person may retry again and again, and each retry is three re-puts at most',
    given: [...puttingOnceMore, again, soakWait, missing, again, soakWait, missing, again, soakWait, missing, again],
    follows: [
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: missing, state: waiting, orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: puttingAgain, orders: ['reputBlock'] },
    ],
    remembers: { reputs: 0 },
  },
  {
    rule: 'who is known to have been made by the principal stays a suspect through a retry',
    given: [
      ...afterReput,
      soakWait,
      glanced({ suspects: [aSuspect, { ...lateSuspect, by: null, cause: 'unknown' }] }),
      soakWait,
      observed({ suspects: [aSuspect] }),
      happens.retryRequested,
    ],
    follows: [{ event: again, state: 'verifying.waiting', orders: [] }],
    remembers: {
      verdict: aVerdict({
        policy: 'unknown',
        enforcement: 'notObserved',
        simulation: 'unknown',
        suspects: [aSuspect],
        contained: false,
      }),
    },
  },
  {
    rule: 'a block that stood all along is held to account from its write on: a retry makes nothing unseen that got through it',
    given: retried,
    follows: [{ event: { ...again, preWrite: 'adopted' }, state: 'verifying.waiting', orders: [] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z', gapsUpTo: '2026-03-01T10:03:00Z' },
  },
  {
    rule: 'a block that can be put again in part only asks a person',
    given: retried,
    follows: [{ event: happens.blockAppliedInPart, state: waiting, orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a block that may not be put again asks a person: nothing is written beyond the approved plan',
    given: retried,
    follows: [{ event: happens.planOutdated, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The role was re-created.', blockMayStand: true },
  },
  {
    rule: 'a retry on an entity that cannot be written to any more asks a person again',
    given: retried,
    follows: [{ event: happens.planRefused, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The role is protected. Instead: Use an SCP.', blockMayStand: true },
  },
  {
    rule: 'a retry on an entity that was replaced says that its block is none any more',
    given: retried,
    follows: [{ event: happens.entityReplaced, state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: null },
  },
  {
    rule: 'a block that cannot be put again in time asks a person',
    given: retried,
    follows: [
      {
        event: after('writeBudget', 'verifying.puttingAgain'),
        state: waiting,
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: {
      reason: 'The block could not be put again in time. It may or may not be there.',
      blockMayStand: true,
    },
  },
  {
    rule: 'access is not asked back while the block is being put again',
    given: retried,
    follows: [{ event: happens.restoreRequested(), state: puttingAgain, orders: [] }],
  },
  {
    rule: 'access may be asked back during a look of the soak',
    given: [...retried, again, soakWait],
    follows: [
      {
        event: happens.restoreRequested(),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:false-alarm'],
      },
    ],
    remembers: { reason: 'The pipeline was cleaned.' },
  },
  {
    rule: 'a block of a plan that nobody decided on is looked at by a retry, not put again',
    given: undecided,
    follows: [{ event: happens.retryRequested, state: 'verifying.waiting', orders: [] }],
    remembers: { gapsUpTo: null },
  },
]
