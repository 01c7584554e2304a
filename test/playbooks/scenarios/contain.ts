import { after, anAct, aSuccess, happens, observed } from '../../support/fixtures/incident-events.js'
import { watchCheck } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const watchWait = after('watchInterval', 'contained.waiting')

/** contained */
export const containScenarios: readonly Scenario[] = [
  {
    rule: 'a contained block is looked at again and again',
    given: watchCheck,
    follows: [
      { event: observed(), state: 'contained.waiting', orders: [] },
      { event: watchWait, state: 'contained.checking', orders: ['checkBlock:watch'] },
    ],
    remembers: { verdict: { policy: 'held', enforcement: 'observed', tampering: [], contained: true } },
  },
  {
    rule: 'a block that is gone after the soak is put back and soaked again',
    given: watchCheck,
    follows: [
      { event: observed({ policy: 'missing' }), state: 'tampered', orders: ['notify:tampered', 'reputBlock'] },
      { event: happens.blockAppliedAgain, state: 'verifying.waiting', orders: [] },
    ],
    remembers: { soakChecks: 0, reputs: 1 },
  },
  {
    rule: 'a principal that gets through later is told at once',
    given: watchCheck,
    follows: [{ event: observed({ succeeded: [aSuccess] }), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { verdict: { policy: 'held', enforcement: 'violated', tampering: [], contained: false } },
  },
  {
    rule: 'an act against the block is told, though the block is held',
    given: watchCheck,
    follows: [{ event: observed({ tampering: [anAct] }), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { verdict: { policy: 'held', enforcement: 'observed', tampering: [anAct], contained: false } },
  },
  {
    rule: 'a watch that cannot look asks a person',
    given: watchCheck,
    follows: [{ event: happens.failed('checkBlock'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
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
