import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/** Where a look at the block leads when the block is not what it should be. Shared by soak and watch. */
function gaveWay<
  const Lesson extends 'addSoakObservation' | 'addWatchObservation',
  const Through extends 'principalGotThrough' | 'principalGotThroughNow',
>(remember: Lesson, through: Through) {
  return [
    {
      guard: 'policyIsOffForGood',
      target: '#incident.needsHuman',
      actions: [
        say('The block was removed again after every re-put. An SCP is the control that cannot be taken off.'),
        'alsoSayWhatGotWorse',
        remember,
      ],
    },
    { guard: 'policyIsOff', target: '#incident.tampered', actions: ['sayWhatGotWorse', remember] },
    {
      guard: through,
      target: '#incident.needsHuman',
      actions: [
        say('The principal made a successful call after the block was in force.'),
        'alsoSayWhatGotWorse',
        remember,
      ],
    },
  ] as const
}

/** Not while the block is being put again: it would stay off, without anybody having decided so. */
const mayBeGivenBack = {
  RESTORE_REQUESTED: { target: '#incident.awaitingRestoreApproval', actions: 'rememberRestoreRequest' },
} as const

/**
 * The soak: the block must hold through every look before anybody says "contained". What else comes up is told at once; the
 * soak goes on, for the block itself is worth proving.
 */
export const verifying = incidentSetup.createStateConfig({
  exit: 'forgetReason',
  initial: 'waiting',
  states: {
    // A person's retry: what is off of the approved plan by then is written again, and only what comes after it counts.
    puttingAgain: {
      entry: { type: 'request', params: order.putAgain },
      on: {
        BLOCK_APPLIED: [
          {
            guard: 'wholeIsPartial',
            target: '#incident.needsHuman',
            actions: ['rememberRetriedBlock', 'rememberNotDone'],
          },
          { guard: 'wholeIsAsOrdered', target: 'waiting', actions: 'rememberRetriedBlock' },
        ],
        PLAN_OUTDATED: { target: '#incident.needsHuman', actions: 'rememberReason' },
        PLAN_REFUSED: { target: '#incident.needsHuman', actions: 'rememberReason' },
        ENTITY_REPLACED: { target: '#incident.needsHuman', actions: ['rememberReason', 'rememberRemoval'] },
      },
      after: {
        writeBudget: {
          target: '#incident.needsHuman',
          actions: say('The block could not be put again in time. It may or may not be there.'),
        },
      },
    },
    waiting: { on: mayBeGivenBack, after: { nextSoakCheck: 'checking' } },
    checking: {
      entry: { type: 'request', params: order.checkSoak },
      on: {
        ...mayBeGivenBack,
        BLOCK_OBSERVED: [
          ...gaveWay('addSoakObservation', 'principalGotThrough'),
          // What is denied is proven in vain: those whom it was put against go on without it.
          {
            guard: 'callerIsBack',
            target: '#incident.needsHuman',
            actions: ['sayWhatGotWorse', 'addSoakObservation'],
          },
          {
            guard: 'soakIsOverInVain',
            target: '#incident.needsHuman',
            actions: ['addSoakObservation', 'sayWhyNotContained'],
          },
          {
            guard: 'gotWorse',
            target: 'waiting',
            actions: ['sayWhatGotWorse', 'addSoakObservation', { type: 'request', params: notice('suspects') }],
          },
          {
            guard: 'soakIsOver',
            target: '#incident.contained',
            actions: [
              'addSoakObservation',
              { type: 'request', params: notice('contained') },
              { type: 'request', params: order.writeReport },
            ],
          },
          { target: 'waiting', actions: 'addSoakObservation' },
        ],
      },
    },
  },
})

/**
 * After the soak the block is looked at until somebody restores. Each look sees everything since the block was written: what
 * people were told of already does not take their question away again.
 */
export const watch = incidentSetup.createStateConfig({
  initial: 'waiting',
  states: {
    waiting: { after: { watchInterval: 'checking' } },
    checking: {
      entry: { type: 'request', params: order.checkWatch },
      on: {
        BLOCK_OBSERVED: [
          ...gaveWay('addWatchObservation', 'principalGotThroughNow'),
          {
            guard: 'gotWorseThoughContained',
            target: '#incident.needsHuman',
            actions: ['sayWhatGotWorse', 'addWatchObservation'],
          },
          {
            guard: 'gotWorse',
            target: 'waiting',
            actions: ['sayWhatGotWorse', 'addWatchObservation', { type: 'request', params: notice('suspects') }],
          },
          // CloudTrail is late: what was reported at the end of the soak is amended, with both moments in the report.
          {
            guard: 'isDeniedForTheFirstTime',
            target: 'waiting',
            actions: ['addWatchObservation', { type: 'request', params: order.writeReport }],
          },
          { target: 'waiting', actions: 'addWatchObservation' },
        ],
      },
    },
  },
})
