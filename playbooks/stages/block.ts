import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/** The writes of the plan, and no others. A plan that no longer fits voids the approval and is asked again. */
export const blocking = incidentSetup.createStateConfig({
  entry: ['rememberThatBlockMayStand', { type: 'request', params: order.putBlock }],
  exit: 'forgetReason',
  on: {
    BLOCK_APPLIED: [
      {
        guard: 'blockIsPartial',
        target: 'needsHuman',
        actions: ['startFreshLook', 'rememberBlock', 'rememberNotDone'],
      },
      { guard: 'blockIsAsOrdered', target: 'verifying', actions: ['startFreshLook', 'rememberBlock'] },
    ],
    PLAN_OUTDATED: { target: 'planning', actions: 'rememberReason' },
    // Refused before anything was sent: what is already there is looked for first.
    PLAN_REFUSED: { target: 'refused', actions: ['rememberThatNothingStands', 'rememberReason'] },
  },
  after: {
    writeBudget: {
      target: 'needsHuman',
      actions: say('The block could not be written in time. It may or may not be there.'),
    },
  },
})

/** Somebody took the block off or changed it: people are told, it is put back a bounded number of times. */
export const tampered = incidentSetup.createStateConfig({
  entry: ['countReput', { type: 'request', params: notice('tampered') }, { type: 'request', params: order.reputBlock }],
  exit: 'forgetReason',
  on: {
    BLOCK_APPLIED: [
      { guard: 'blockIsPartial', target: 'needsHuman', actions: ['rememberBlock', 'rememberNotDone'] },
      { guard: 'blockIsAsOrdered', target: 'verifying', actions: 'rememberBlock' },
    ],
    PLAN_OUTDATED: { target: 'needsHuman', actions: 'rememberReason' },
    PLAN_REFUSED: { target: 'needsHuman', actions: 'rememberReason' },
    // The block went with the entity that carried it.
    ENTITY_REPLACED: { target: 'needsHuman', actions: ['rememberReason', 'rememberRemoval'] },
  },
  after: {
    writeBudget: {
      target: 'needsHuman',
      actions: say('The block was removed and could not be put back in time.'),
    },
  },
})
