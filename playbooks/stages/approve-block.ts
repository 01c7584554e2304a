import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/**
 * Named people decide on the exact plan. No answer is neither a yes nor a no: at the deadline a second circle is asked beside
 * them, where there is one, and then a person must act. Meanwhile evidence is collected anew, again and again: what people look
 * at is the newest, and where it would change the plan the question is void and asked anew.
 */
export const awaitingApproval = incidentSetup.createStateConfig({
  entry: { type: 'request', params: order.askToContain },
  exit: 'forgetReason',
  initial: 'waiting',
  states: {
    waiting: { after: { evidenceRefresh: 'refreshing' } },
    refreshing: { entry: { type: 'request', params: order.refreshEvidence } },
  },
  on: {
    // Also from a refresh that the second circle's question overtook.
    EVIDENCE_REFRESHED: [
      {
        guard: 'evidenceChangesPlan',
        target: 'planning',
        actions: ['rememberNewerEvidence', 'rememberThatEvidenceVoids'],
      },
      { target: '.waiting', actions: 'rememberNewerEvidence' },
    ],
    // What could not be refreshed is as old as it says; the next refresh comes.
    EFFECT_FAILED: { guard: 'refreshFailed', target: '.waiting' },
    APPROVED: [
      // By the configuration: nobody was waited for, so everybody is told, and how it is undone.
      {
        guard: 'isApprovedBeforehand',
        target: 'blocking',
        actions: ['rememberDecision', 'rememberReason', { type: 'request', params: notice('preAuthorised') }],
      },
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
