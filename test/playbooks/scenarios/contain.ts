import {
  after,
  anAct,
  aReturn,
  aSuccess,
  aSuspect,
  aVerdict,
  cutShort,
  happens,
  observed,
  observedOff,
  simulatedAsAllowed,
  unread,
} from '../../support/fixtures/incident-events.js'
import { containedUnobserved, watchCheck } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const watchWait = after('watchInterval', 'contained.waiting')
const whileAsked = after('watchInterval', 'needsHuman.waiting')

/** contained */
export const containScenarios: readonly Scenario[] = [
  {
    rule: 'a contained block is looked at again and again',
    given: watchCheck,
    follows: [
      { event: observed(), state: 'contained.waiting', orders: [] },
      { event: watchWait, state: 'contained.checking', orders: ['checkBlock:watch:full'] },
    ],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'a block that CloudTrail tells nothing of for three looks is not called contained any longer, and people are told once',
    given: watchCheck,
    follows: [
      { event: observed(unread), state: 'contained.waiting', orders: [] },
      { event: watchWait, state: 'contained.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(unread), state: 'contained.waiting', orders: [] },
      { event: watchWait, state: 'contained.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(unread), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: whileAsked, state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(unread), state: 'needsHuman.waiting', orders: [] },
    ],
    remembers: {
      verdict: aVerdict({ trailUnread: 3, contained: false }),
      reason:
        'New since the last look: CloudTrail could not be read by any of the last looks, so what the principal did and made since the block is not known.',
    },
  },
  {
    rule: 'a new session of whoever had the blocked one is told at once, with its event, its caller and its address',
    given: watchCheck,
    follows: [
      { event: observed({ suspects: [aReturn] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: whileAsked, state: 'needsHuman.checking', orders: ['checkBlock:watch:full'] },
      { event: observed({ suspects: [aReturn] }), state: 'needsHuman.waiting', orders: [] },
    ],
  },
  {
    rule: 'a block that is gone after the soak is put back and soaked again',
    given: watchCheck,
    follows: [
      { event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
    ],
    remembers: { soakChecks: 0, reputs: 1 },
  },
  {
    rule: 'a principal that gets through later is told at once',
    given: watchCheck,
    follows: [
      { event: observed({ succeeded: [aSuccess] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: { verdict: aVerdict({ enforcement: 'violated', contained: false }) },
  },
  {
    rule: 'an act against the block is told, though the block is held',
    given: watchCheck,
    follows: [{ event: observed({ tampering: [anAct] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      verdict: aVerdict({ tampering: [anAct], contained: false }),
      reason: 'New since the last look: AttachRolePolicy by user/mallory at 2026-03-01T10:01:00Z.',
    },
  },
  {
    rule: 'a suspect that appears after the soak is told at once: the principal may be back under another name',
    given: watchCheck,
    follows: [
      { event: observed({ suspects: [aSuspect] }), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: {
      verdict: aVerdict({ suspects: [aSuspect], contained: false }),
      reason: `New since the last look: new user backdoor at 2026-03-01T10:00:02Z, made by ${aSuspect.by}.`,
    },
  },
  {
    rule: 'a way around the block that the simulator finds later is told at once',
    given: watchCheck,
    follows: [{ event: observed(simulatedAsAllowed), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      verdict: aVerdict({ simulation: 'allowed', contained: false }),
      reason: "New since the last look: IAM's policy simulator does not deny everything.",
    },
  },
  {
    rule: 'a watch that has more of CloudTrail before it than it can read takes "contained" back',
    given: watchCheck,
    follows: [{ event: observed(cutShort), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: {
      reason:
        'New since the last look: CloudTrail has more calls than could be read, and what was made to come back by may be among them.',
    },
  },
  {
    rule: 'what else a look saw is told with the success',
    given: watchCheck,
    follows: [
      {
        event: observed({ succeeded: [aSuccess], suspects: [aSuspect] }),
        state: 'needsHuman.waiting',
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: {
      reason: [
        'The principal made a successful call after the block was in force.',
        `New since the last look: new user backdoor at 2026-03-01T10:00:02Z, made by ${aSuspect.by}.`,
      ].join(' '),
    },
  },
  {
    rule: 'a denial that CloudTrail shows only after the soak amends the report, once',
    given: [...containedUnobserved, watchWait],
    follows: [
      { event: observed(), state: 'contained.waiting', orders: ['writeReport'] },
      { event: watchWait, state: 'contained.checking', orders: ['checkBlock:watch:full'] },
      { event: observed(), state: 'contained.waiting', orders: [] },
    ],
    remembers: { verdict: aVerdict() },
  },
  {
    rule: 'a watch that cannot look asks a person',
    given: watchCheck,
    follows: [{ event: happens.failed('checkBlock'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'only a restore that somebody asks for leads out of contained',
    given: [...watchCheck, observed()],
    follows: [
      {
        event: happens.restoreRequested(),
        state: 'awaitingRestoreApproval.preparing+waiting',
        orders: ['prepareRestore:false-alarm'],
      },
    ],
  },
  {
    rule: 'a contained incident cannot be closed while its block stands',
    given: watchCheck,
    follows: [{ event: happens.closeRequested, state: 'contained.checking', orders: [] }],
  },
]
