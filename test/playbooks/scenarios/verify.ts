import { after, anAct, aSuccess, happens, observed } from '../../support/fixtures/incident-events.js'
import { afterReput, blocking, firstSoakCheck, lastSoakCheck, verifying } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const soakWait = after('nextSoakCheck', 'verifying.waiting')
const missing = observed({ policy: 'missing' })
const through = observed({ succeeded: [aSuccess] })

/** verifying */
export const verifyScenarios: readonly Scenario[] = [
  {
    rule: 'a block is contained only after every look of the soak found it held',
    given: verifying,
    follows: [
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: observed(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
    remembers: { verdict: { policy: 'held', enforcement: 'observed', tampering: [], contained: true } },
  },
  {
    rule: 'a block that nobody ran into is contained, and enforcement says not observed',
    given: [...firstSoakCheck, observed({ denied: 0 }), soakWait],
    follows: [
      {
        event: observed({ denied: 0, eventsRead: false }),
        state: 'contained.waiting',
        orders: ['notify:contained', 'writeReport'],
      },
    ],
    remembers: { verdict: { policy: 'held', enforcement: 'notObserved', tampering: [], contained: true } },
  },
  {
    rule: 'a success inside the window is not a failed block',
    given: [...firstSoakCheck, observed({ inWindow: [aSuccess] }), soakWait],
    follows: [{ event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] }],
  },
  {
    rule: 'a miss in the soak is tampering',
    given: firstSoakCheck,
    follows: [{ event: missing, state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
    remembers: { reputs: 1 },
  },
  {
    rule: 'a changed policy in the soak is tampering',
    given: firstSoakCheck,
    follows: [{ event: observed({ policy: 'altered' }), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] }],
  },
  {
    rule: 'a success after the window is never contained',
    given: firstSoakCheck,
    follows: [
      { event: through, state: 'needsHuman', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: through, state: 'needsHuman', orders: ['notify:needsHuman'] },
    ],
    remembers: { reason: 'The principal made a successful call after the block was in force.' },
  },
  {
    rule: 'a success after the window in the last look is not contained either',
    given: lastSoakCheck,
    follows: [{ event: through, state: 'needsHuman', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a soak through which somebody acted against the block ends with a person',
    given: [...firstSoakCheck, observed({ tampering: [anAct] }), soakWait],
    follows: [{ event: observed(), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The block is in place, but somebody acted against it. Look at who.' },
  },
  {
    rule: 'a block that had to be put back holds, but is not called contained without a person',
    given: [...afterReput, soakWait, observed(), soakWait],
    follows: [
      { event: observed(), state: 'needsHuman', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: observed(), state: 'verifying.waiting', orders: [] },
      { event: soakWait, state: 'verifying.checking', orders: ['checkBlock:soak'] },
      { event: observed(), state: 'contained.waiting', orders: ['notify:contained', 'writeReport'] },
    ],
  },
  {
    rule: 'a look that cannot be made asks a person: an unverified block is not called held',
    given: firstSoakCheck,
    follows: [{ event: happens.failed('checkBlock'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
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
