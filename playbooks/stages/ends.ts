import { incidentSetup } from './incident-setup.js'
import { notice, order } from './orders.js'

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

/**
 * Access was given back a moment ago, and the finding shows nothing newer than that: people judged it already. They are told,
 * and a finding with newer activity asks them again.
 */
export const heldDown = incidentSetup.createStateConfig({
  type: 'final',
  entry: [
    'sayThatItIsHeldDown',
    { type: 'request', params: notice('heldDown') },
    { type: 'request', params: order.writeReport },
  ],
})
