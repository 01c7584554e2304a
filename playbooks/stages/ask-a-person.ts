import { incidentSetup } from './incident-setup.js'
import { notice, order } from './orders.js'

/**
 * Where everything ends that the playbook cannot decide. A real state, not an error: people are told why, told again until
 * they act, and choose among what is possible from here. A block that is in place stays in place.
 */
export const needsHuman = incidentSetup.createStateConfig({
  entry: { type: 'request', params: notice('needsHuman') },
  on: {
    RETRY_REQUESTED: [
      { guard: 'blockIsInPlace', target: 'verifying', actions: ['startFreshLook', 'rememberReason'] },
      { target: 'investigating', actions: 'rememberReason' },
    ],
    RESTORE_REQUESTED: {
      guard: 'blockIsInPlace',
      target: 'awaitingRestoreApproval',
      actions: 'rememberRestoreRequest',
    },
    CLOSE_REQUESTED: { guard: 'blockIsNotInPlace', target: 'closed', actions: 'rememberReason' },
    // A write that was given up may still have happened: what it reports late is remembered, not dropped.
    BLOCK_APPLIED: { actions: 'rememberBlock' },
    BLOCK_REMOVED: { actions: 'rememberRemoval' },
  },
  after: { humanReminder: { target: 'needsHuman', reenter: true } },
})

/** Nothing may be written for this principal, and the reason and the alternative are on the record. */
export const refused = incidentSetup.createStateConfig({
  type: 'final',
  entry: [
    { type: 'request', params: notice('refused') },
    { type: 'request', params: order.writeReport },
  ],
})

/** People decided against the block. A newer finding opens a new incident and asks again. */
export const denied = incidentSetup.createStateConfig({
  type: 'final',
  entry: [
    { type: 'request', params: notice('denied') },
    { type: 'request', params: order.writeReport },
  ],
})

export const closed = incidentSetup.createStateConfig({
  type: 'final',
  entry: [
    { type: 'request', params: notice('closed') },
    { type: 'request', params: order.writeReport },
  ],
})
