import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/**
 * Named people decide on the exact plan. No answer is neither a yes nor a no: at the deadline a second circle is asked beside
 * them, where there is one, and then a person must act.
 */
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
    approvalExpiry: [
      {
        guard: 'containCanEscalate',
        target: 'awaitingApproval',
        reenter: true,
        actions: [
          'askSecondCircle',
          say('Nobody has decided about the block in time: a second circle is asked as well.'),
          { type: 'request', params: notice('escalated') },
        ],
      },
      {
        target: 'needsHuman',
        actions: ['rememberExpiry', say('Nobody decided about the block before the question expired.')],
      },
    ],
  },
})
