import {
  after,
  aSuccess,
  aSuspect,
  aVerdict,
  happens,
  observed,
  observedOff,
  simulatedAsAllowed,
  theMiss,
} from '../../support/fixtures/incident-events.js'
import { blocking, gotThrough, lookWhileAsked, removing, writtenInPart } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const waiting = 'needsHuman.waiting'
const preparing = 'awaitingRestoreApproval.preparing+waiting'
const checking = 'needsHuman.checking'
const watchWait = after('watchInterval', 'needsHuman.waiting')
const reminder = after('humanReminder', 'needsHuman')
const soakWait = after('nextSoakCheck', 'verifying.waiting')
const later = '2026-03-01T10:20:00Z'
const restoreTimedOut = [...removing, after('writeBudget', 'restoring')]
const putBack = [watchWait, observedOff(), happens.blockAppliedInPart]

/** needsHuman: the block that stands while people are asked. */
export const watchWhileAskedScenarios: readonly Scenario[] = [
  {
    rule: 'a block is watched on while a person is asked',
    given: writtenInPart,
    follows: [
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
      { event: observed(), state: waiting, orders: [] },
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
    ],
    remembers: { verdict: aVerdict({ contained: false }) },
  },
  {
    rule: 'without a block there is nothing to watch while a person is asked',
    given: [...blocking, happens.failed('putBlock')],
    follows: [{ event: watchWait, state: waiting, orders: [] }],
  },
  {
    rule: 'a block that is taken off while a person is asked is put back',
    given: lookWhileAsked,
    follows: [
      { event: observedOff(), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak:account'] },
    ],
    remembers: { reputs: 1 },
  },
  {
    rule: 'a re-put while a person is asked is bounded, too: then people are told, once',
    given: [...writtenInPart, ...putBack, ...putBack, ...putBack, watchWait, observed(), watchWait],
    follows: [
      { event: observedOff({ readAt: later }), state: waiting, orders: ['notify:suspects'] },
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
      { event: observedOff({ readAt: later }), state: waiting, orders: [] },
    ],
    remembers: { reputs: 3, reason: `New since the last look: ${theMiss.what} at ${later}.` },
  },
  {
    rule: 'a block that people decided to take off is not put back: its removal may have been done unreported',
    given: [...restoreTimedOut, watchWait],
    follows: [
      { event: observedOff(), state: waiting, orders: ['notify:suspects'] },
      { event: happens.restoreRequested(), state: preparing, orders: ['prepareRestore:false-alarm'] },
    ],
    remembers: { reputs: 0 },
  },
  {
    rule: 'whoever asks for another try wants the block: then it is put back',
    given: restoreTimedOut,
    follows: [{ event: happens.retryRequested, state: 'verifying.puttingAgain', orders: ['reputBlock'] }],
    remembers: { openPlanDigest: null },
  },
  {
    rule: 'a suspect that appears while a person is asked is told at once, and once',
    given: lookWhileAsked,
    follows: [
      { event: observed({ suspects: [aSuspect] }), state: waiting, orders: ['notify:suspects'] },
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
      { event: observed({ suspects: [aSuspect] }), state: waiting, orders: [] },
    ],
    remembers: {
      reason: `New since the last look: new user backdoor at 2026-03-01T10:00:02Z, made by ${aSuspect.by}.`,
    },
  },
  {
    rule: 'a way around the block that the simulator finds while a person is asked is told',
    given: lookWhileAsked,
    follows: [{ event: observed(simulatedAsAllowed), state: waiting, orders: ['notify:suspects'] }],
  },
  {
    rule: 'a principal that gets through while a person is asked is told at once, and once',
    given: lookWhileAsked,
    follows: [
      { event: observed({ succeeded: [aSuccess] }), state: waiting, orders: ['notify:needsHuman'] },
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
      { event: observed({ succeeded: [aSuccess] }), state: waiting, orders: [] },
    ],
    remembers: { reason: 'The principal made a successful call after the block was in force.' },
  },
  {
    rule: 'what people know of is not told again by the look',
    given: [...gotThrough, watchWait],
    follows: [{ event: observed({ succeeded: [aSuccess] }), state: waiting, orders: [] }],
  },
  {
    rule: 'a look that fails while a person is asked is made again later',
    given: lookWhileAsked,
    follows: [
      { event: happens.failed('checkBlock'), state: waiting, orders: [] },
      { event: watchWait, state: checking, orders: ['checkBlock:watch:full'] },
    ],
  },
  {
    rule: 'a notice that fails does not cut a look short',
    given: lookWhileAsked,
    follows: [{ event: happens.failed('notify'), state: checking, orders: [] }],
  },
  {
    rule: 'a write that fails late is told, also during a look',
    given: [...restoreTimedOut, watchWait],
    follows: [{ event: happens.failed('removeBlock'), state: waiting, orders: ['notify:needsHuman'] }],
    remembers: { reason: 'removeBlock failed: not allowed' },
  },
  {
    rule: 'a look that a reminder cuts short is made anew',
    given: [...lookWhileAsked, reminder],
    follows: [
      { event: observed(), state: checking, orders: ['checkBlock:watch:full'] },
      { event: observed(), state: waiting, orders: [] },
    ],
  },
  {
    rule: 'a look that was cut short by the report of a removal puts nothing back',
    given: [...restoreTimedOut, watchWait, happens.blockRemoved],
    follows: [{ event: observedOff(), state: waiting, orders: [] }],
    remembers: { appliedAt: null, blockMayStand: false },
  },
]
