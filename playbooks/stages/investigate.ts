import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

/** Evidence first, but never longer than its budget: the question is not held up by a slow log. */
export const investigating = incidentSetup.createStateConfig({
  initial: 'choosing',
  states: {
    // Before anything is ordered: what is held down, or about nobody, has no evidence to wait for.
    choosing: {
      always: [
        { guard: 'isHeldDown', target: '#incident.heldDown' },
        { guard: 'isUnresolved', target: '#incident.unresolved' },
        { target: 'collecting' },
      ],
    },
    collecting: {
      entry: { type: 'request', params: order.collectEvidence },
      on: {
        EVIDENCE_COLLECTED: { target: '#incident.planning', actions: 'rememberEvidence' },
        // Like a budget that ran out: the plan then says that nothing is known.
        EFFECT_FAILED: { guard: 'stageFailed', target: '#incident.planning' },
      },
      after: { evidenceBudget: '#incident.planning' },
    },
  },
})

/** The finding does not say whom it is about. Only a person can; nothing is guessed. */
export const unresolved = incidentSetup.createStateConfig({
  entry: { type: 'request', params: notice('needsHuman') },
  on: {
    PRINCIPAL_NAMED: { target: 'investigating', actions: 'rememberPrincipal' },
    CLOSE_REQUESTED: { target: 'closed', actions: 'rememberReason' },
  },
  after: { humanReminder: { target: 'unresolved', reenter: true } },
})

/** From the evidence to the exact writes, or to the reason why there can be none. */
export const planning = incidentSetup.createStateConfig({
  entry: { type: 'request', params: order.preparePlan },
  on: {
    PLAN_PREPARED: { target: 'awaitingApproval', actions: 'rememberPlan' },
    PLAN_REFUSED: [
      // Whatever may stand must not be forgotten with the refusal.
      { guard: 'refusedOverABlock', target: 'needsHuman', actions: 'rememberReason' },
      { target: 'refused', actions: ['rememberThatNothingStands', 'rememberReason'] },
    ],
    // The entity is not there, nor is any block on it.
    PRINCIPAL_UNRESOLVED: { target: 'unresolved', actions: ['rememberThatNothingStands', 'rememberReason'] },
  },
  after: {
    planningBudget: {
      target: 'needsHuman',
      actions: say('No plan could be prepared in time.'),
    },
  },
})
