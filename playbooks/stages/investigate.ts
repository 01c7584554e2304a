import { incidentSetup } from './incident-setup.js'
import { notice, order } from './orders.js'

/** Evidence first, but never longer than its budget: the question is not held up by a slow log. */
export const investigating = incidentSetup.createStateConfig({
  always: { guard: 'isUnresolved', target: 'unresolved' },
  entry: { type: 'request', params: order.collectEvidence },
  on: {
    EVIDENCE_COLLECTED: { target: 'planning', actions: 'rememberEvidence' },
    PRINCIPAL_UNRESOLVED: { target: 'unresolved', actions: 'rememberReason' },
    // Like a budget that ran out: the plan then says that nothing is known.
    EFFECT_FAILED: { guard: 'stageFailed', target: 'planning' },
  },
  after: { evidenceBudget: 'planning' },
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
    PLAN_REFUSED: { target: 'refused', actions: 'rememberReason' },
    PRINCIPAL_UNRESOLVED: { target: 'unresolved', actions: 'rememberReason' },
  },
  after: {
    planningBudget: {
      target: 'needsHuman',
      actions: { type: 'say', params: { reason: 'No plan could be prepared in time.' } },
    },
  },
})
