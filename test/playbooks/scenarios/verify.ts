import {
  after,
  anAct,
  aReturn,
  aSuccess,
  aSuspect,
  aVerdict,
  cutShort,
  glanced,
  happens,
  observed,
  observedOff,
  simulatedAsAllowed,
  theMiss,
  unread,
} from '../../support/fixtures/incident-events.js'
import { afterReput, blocking, firstSoakCheck, lastSoakCheck, verifying } from '../../support/fixtures/journeys.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const soakWait = after('nextSoakCheck', 'verifying.waiting')
const missing = observedOff({ depth: 'account' })
const threeLooks = aTiming({
  soakLooks: [
    { atMs: 5_000, depth: 'account' },
    { atMs: 9_500, depth: 'account' },
    { atMs: 14_000, depth: 'full' },
  ],
})
const twoFullLooks = aTiming({
  soakLooks: [
    { atMs: 5_000, depth: 'full' },
    { atMs: 9_500, depth: 'full' },
  ],
})
const adopted = { ...happens.blockAppliedAgain, preWrite: 'adopted' } as const
const through = observed({ succeeded: [aSuccess] })

/** verifying */
export const verifyScenarios: readonly Scenario[] = [
  {
    rule: 'a block is contained only after every look of the soak found it held',
    given: verifying,
    follows: [
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: glanced(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'a block that nobody ran into is contained, and enforcement says not observed',
    given: lastSoakCheck,
    follows: [
      {
        event: observed({ denied: 0 }),
        state: 'contained.waiting',
        orders: ['notify:contained', 'writeReport'],
      },
    ],
    remembers: { verdict: aVerdict({ enforcement: 'notObserved' }) },
  },
  {
    rule: 'a soak through which CloudTrail was never read is not "contained": a person is asked, and may have it looked at again',
    given: lastSoakCheck,
    follows: [
      { event: observed(unread), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] },
      { event: adopted, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: glanced(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'it is said that nothing is known of what the principal did, where CloudTrail was never read',
    given: lastSoakCheck,
    follows: [{ event: observed(unread), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      verdict: aVerdict({ enforcement: 'notObserved', trailUnread: 3, contained: false }),
      reason:
        'The block is in place, but it may not be all. Look at this: CloudTrail could not be read by any of the last looks, so what the principal did and made since the block is not known.',
    },
  },
  {
    rule: 'one look of the soak that CloudTrail answered is enough: it was asked for the whole span',
    given: firstSoakCheck,
    input: { ...anInput, timing: twoFullLooks },
    follows: [
      { event: observed(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(unread), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { verdict: aVerdict({ trailUnread: 1 }) },
  },
  {
    rule: 'a new session of whoever had the blocked one ends the soak: a person is told of it with all that CloudTrail says',
    given: lastSoakCheck,
    follows: [{ event: observed({ suspects: [aReturn] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { verdict: aVerdict({ suspects: [aReturn], contained: false }) },
  },
  {
    rule: 'a new session that people were told of does not end the soak that they asked for again; "contained" it is not',
    given: [
      ...lastSoakCheck,
      observed({ suspects: [aReturn] }),
      happens.retryRequested,
      adopted,
      soakWait,
      glanced(),
      soakWait,
    ],
    follows: [{ event: observed({ suspects: [aReturn] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a soak whose last look could not read all of CloudTrail is not "contained": a person is asked',
    given: lastSoakCheck,
    follows: [{ event: observed(cutShort), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      verdict: aVerdict({ enforcement: 'notObserved', trailCut: true, contained: false }),
      reason:
        'The block is in place, but it may not be all. Look at this: CloudTrail has more calls than could be read, and what was made to come back by may be among them.',
    },
  },
  {
    rule: 'a look that covers what an earlier one could not read makes up for it, and nobody is alarmed meanwhile',
    given: firstSoakCheck,
    input: { ...anInput, timing: twoFullLooks },
    follows: [
      { event: observed(cutShort), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'a success inside the window, or one that no policy can deny, is not a failed block',
    given: lastSoakCheck,
    follows: [
      {
        event: observed({ inWindow: [aSuccess], undeniable: [aSuccess] }),
        state: 'contained.waiting',
        orders: ['notify:contained', 'writeReport'],
      },
    ],
  },
  {
    rule: 'a miss in the soak is tampering',
    given: firstSoakCheck,
    follows: [{ event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
    remembers: {
      reputs: 1,
      verdict: aVerdict({
        policy: 'missing',
        enforcement: 'notObserved',
        simulation: 'unknown',
        tampering: [theMiss],
        contained: false,
      }),
    },
  },
  {
    rule: 'a changed policy in the soak is tampering',
    given: firstSoakCheck,
    follows: [
      { event: observedOff({ policy: 'altered' }), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
    ],
  },
  {
    rule: 'a success after the window is never contained',
    given: firstSoakCheck,
    follows: [
      { event: through, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] },
      { event: adopted, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: through, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: { reason: 'The principal made a successful call after the block was in force.' },
  },
  {
    rule: 'a success after the window in the last look is not contained either',
    given: lastSoakCheck,
    follows: [{ event: through, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a soak through which somebody acted against the block goes on, with people told, and ends with a person',
    given: firstSoakCheck,
    follows: [
      { event: glanced({ tampering: [anAct] }), state: 'verifying.waiting', orders: ['notify:suspects'] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: {
      reason:
        'The block is in place, but it may not be all. Look at this: AttachRolePolicy by user/mallory at 2026-03-01T10:01:00Z.',
    },
  },
  {
    rule: 'a suspect is told in the very step that saw it, and a principal that made it is never contained',
    given: firstSoakCheck,
    follows: [
      { event: glanced({ suspects: [aSuspect] }), state: 'verifying.waiting', orders: ['notify:suspects'] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: { verdict: aVerdict({ suspects: [aSuspect], contained: false }) },
  },
  {
    rule: 'a suspect that somebody else turns out to have made is none any more',
    given: [...firstSoakCheck, glanced({ suspects: [{ ...aSuspect, by: null, cause: 'unknown' }] }), soakWait],
    follows: [{ event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] }],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'a suspect that the principal turns out to have made is told again',
    given: [...firstSoakCheck, glanced({ suspects: [{ ...aSuspect, by: null, cause: 'unknown' }] }), soakWait],
    follows: [
      { event: observed({ suspects: [aSuspect] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
  },
  {
    rule: 'a block that the simulator sees a way around is not called contained',
    given: lastSoakCheck,
    follows: [{ event: observed(simulatedAsAllowed), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      verdict: aVerdict({ simulation: 'allowed', contained: false }),
      reason:
        "The block is in place, but it may not be all. Look at this: IAM's policy simulator does not deny everything.",
    },
  },
  {
    rule: 'an endpoint without a simulator does not hold up the verdict',
    given: lastSoakCheck,
    follows: [
      {
        event: observed({ simulation: { status: 'unavailable', notDenied: [] } }),
        state: 'contained.waiting',
        orders: ['notify:contained', 'writeReport'],
      },
    ],
    remembers: { verdict: aVerdict({ simulation: 'unknown' }) },
  },
  {
    rule: 'what people were told of in the soak they are not told of again',
    input: { ...anInput, timing: threeLooks },
    given: [...firstSoakCheck, glanced({ suspects: [aSuspect] }), soakWait],
    follows: [{ event: glanced({ suspects: [aSuspect] }), state: 'verifying.waiting', orders: [] }],
  },
  {
    rule: 'a block that had to be put back holds, but is not called contained without a person',
    given: [...afterReput, soakWait, glanced(), soakWait],
    follows: [
      { event: observed(), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] },
      { event: adopted, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
      { event: glanced(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:full'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
  },
  {
    rule: 'a look that cannot be made asks a person: an unverified block is not called held',
    given: firstSoakCheck,
    follows: [{ event: happens.failed('checkBlock'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'access may be asked back during the soak',
    given: verifying,
    follows: [
      {
        event: happens.restoreRequested('compromise'),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:compromise'],
      },
    ],
    remembers: { restoreAs: 'compromise', restoreRequestedBy: 'cyd' },
  },
  {
    rule: 'a block that was found in place is soaked like one that was written',
    given: blocking,
    follows: [{ event: { ...happens.blockApplied, preWrite: 'adopted' }, state: 'verifying.waiting', orders: [] }],
  },
]
