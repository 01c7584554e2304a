import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/** Named people decide on the exact plan. No answer is not a yes: at the deadline somebody else is asked. */
export const awaitingApproval = incidentSetup.createStateConfig({
  entry: { type: 'request', params: order.askToContain },
  on: {
    APPROVED: [
      { guard: 'reachesQuorum', target: 'blocking', actions: 'rememberDecision' },
      { guard: 'isAboutThisPlan', actions: 'rememberVote' },
    ],
    DENIED: { guard: 'isAboutThisPlan', target: 'denied', actions: 'rememberDecision' },
    PLAN_OUTDATED: { target: 'planning', actions: 'rememberReason' },
  },
  after: {
    approvalReminder: { actions: { type: 'request', params: notice('reminder') } },
    approvalExpiry: {
      target: 'needsHuman',
      actions: say('Nobody decided about the block before the question expired.'),
    },
  },
})
