import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/**
 * Where everything ends that the playbook cannot decide. A real state, not an error: people are told why, told again until
 * they act, and choose among what is possible from here. A block that is in place stays in place, is watched on, and is put
 * back while that is still allowed: an attacker must not be left alone with it because somebody is being asked.
 */
export const needsHuman = incidentSetup.createStateConfig({
  entry: { type: 'request', params: notice('needsHuman') },
  initial: 'waiting',
  states: {
    waiting: {
      // A look that a reminder cut short saw what nobody learned: it is made anew.
      on: { BLOCK_OBSERVED: { guard: 'blockIsInPlace', target: 'checking' } },
      after: { watchInterval: { guard: 'blockIsInPlace', target: 'checking' } },
    },
    checking: {
      entry: { type: 'request', params: order.checkWatch },
      on: {
        BLOCK_OBSERVED: [
          {
            guard: 'policyIsOff',
            target: '#incident.tampered',
            actions: ['sayWhatGotWorse', 'addWatchObservation'],
          },
          {
            guard: 'principalGotThroughNow',
            target: 'waiting',
            actions: [
              say('The principal made a successful call after the block was in force.'),
              'alsoSayWhatGotWorse',
              'addWatchObservation',
              { type: 'request', params: notice('needsHuman') },
            ],
          },
          // Also where the block is off and is not put back any more.
          {
            guard: 'gotWorse',
            target: 'waiting',
            actions: ['sayWhatGotWorse', 'addWatchObservation', { type: 'request', params: notice('suspects') }],
          },
          { target: 'waiting', actions: 'addWatchObservation' },
        ],
        // A look that failed is no news: people are asked already, and the next look comes.
        EFFECT_FAILED: { guard: 'lookFailed', target: 'waiting' },
      },
    },
  },
  on: {
    RETRY_REQUESTED: [
      {
        guard: 'blockIsToStand',
        target: 'verifying.puttingAgain',
        actions: ['startNewCount', 'rememberThatNoRestoreIsOpen', 'rememberReason'],
      },
      // Nobody decided on the plan that it is of: it is looked at, and not put again.
      {
        guard: 'blockIsInPlace',
        target: 'verifying',
        actions: ['startFreshLook', 'rememberThatNoRestoreIsOpen', 'rememberReason'],
      },
      { target: 'investigating', actions: 'rememberReason' },
    ],
    RESTORE_REQUESTED: {
      guard: 'blockIsInPlace',
      target: 'awaitingRestoreApproval',
      actions: 'rememberRestoreRequest',
    },
    CLOSE_REQUESTED: { guard: 'nothingMayStand', target: 'closed', actions: 'rememberReason' },
  },
  after: { humanReminder: { target: 'needsHuman', reenter: true } },
})
