import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'

const disputed = ['rememberThatItIsDisputed', 'sayWhyItIsNotTrusted'] as const

/** AWS is asked whether it has the finding. Whatever is not a yes, silence too, is none. */
function confirming<const Target extends string>(then: Target) {
  return {
    entry: { type: 'request', params: order.confirmFinding },
    on: {
      FINDING_CONFIRMED: { target: then, actions: ['rememberThatItIsConfirmed', 'rememberReason'] },
      FINDING_DISPUTED: { target: then, actions: disputed },
      EFFECT_FAILED: { guard: 'stageFailed', target: then, actions: disputed },
    },
    after: { confirmationBudget: { target: then, actions: disputed } },
  } as const
}

/** Evidence first, but never longer than its budget: the question is not held up by a slow log. */
export const investigating = incidentSetup.createStateConfig({
  exit: 'forgetReason',
  initial: 'choosing',
  states: {
    // Before anything is ordered: what is held down, or about nobody, has no evidence to wait for.
    choosing: {
      always: [
        { guard: 'isHeldDown', target: '#incident.heldDown' },
        { guard: 'canBeLookedUp', target: 'lookingUp' },
        { guard: 'isUnresolved', target: '#incident.unresolved' },
        { target: 'collecting' },
      ],
    },
    // A key or an id without a name: AWS knows whose it is, where anybody does.
    lookingUp: {
      entry: { type: 'request', params: order.findPrincipal },
      on: {
        PRINCIPAL_FOUND: { target: 'collecting', actions: 'rememberFoundPrincipal' },
        PRINCIPAL_UNRESOLVED: { target: '#incident.unresolved', actions: 'rememberReason' },
        JOINED_OTHER: { target: '#incident.closed', actions: 'rememberFoundPrincipal' },
        EFFECT_FAILED: { guard: 'stageFailed', target: '#incident.unresolved', actions: 'rememberReason' },
      },
      after: {
        confirmationBudget: {
          target: '#incident.unresolved',
          actions: say('AWS did not tell in time whom the key or id of the finding belongs to.'),
        },
      },
    },
    collecting: {
      entry: { type: 'request', params: order.collectEvidence },
      on: {
        EVIDENCE_COLLECTED: { target: 'weighing', actions: 'rememberEvidence' },
        // Like a budget that ran out: the plan then says that nothing is known.
        EFFECT_FAILED: { guard: 'stageFailed', target: 'weighing' },
      },
      after: { evidenceBudget: 'weighing' },
    },
    // Nobody is asked for a block on the word of whoever could write it.
    weighing: {
      always: [
        { guard: 'isTrusted', target: '#incident.planning' },
        { guard: 'callBackIsOwed', target: 'confirming' },
        { target: '#incident.unconfirmed' },
      ],
    },
    confirming: { ...confirming('weighing'), always: { guard: 'isTrusted', target: '#incident.planning' } },
  },
})

/** The finding does not say whom it is about. Only a person can; nothing is guessed. */
export const unresolved = incidentSetup.createStateConfig({
  entry: { type: 'request', params: notice('unresolved') },
  on: {
    PRINCIPAL_NAMED: { target: 'investigating', actions: 'rememberPrincipal' },
    JOINED_OTHER: { target: 'closed', actions: 'rememberFoundPrincipal' },
    CLOSE_REQUESTED: { target: 'closed', actions: 'rememberReason' },
  },
  after: { humanReminder: { target: 'unresolved', reenter: true } },
})

/**
 * The evidence is there, and the finding could have been forged: no plan is made and nobody is asked for a block, until a person
 * stands for it, a finding joins that needs nobody's word, or AWS confirms one.
 */
export const unconfirmed = incidentSetup.createStateConfig({
  entry: ['sayWhyItIsNotTrusted', { type: 'request', params: notice('unconfirmed') }],
  initial: 'waiting',
  states: {
    waiting: { always: { guard: 'callBackIsOwed', target: 'confirming' } },
    confirming: confirming('waiting'),
  },
  always: { guard: 'isTrusted', target: 'planning' },
  on: {
    FINDING_JOINED: [
      {
        guard: 'joinsTrusted',
        target: 'planning',
        actions: ['countJoined', say('A finding joined that needs nobody to stand for it.')],
      },
      { actions: 'countJoined' },
    ],
    VOUCHED: { target: 'planning', actions: 'rememberVouch' },
    CLOSE_REQUESTED: { target: 'closed', actions: 'rememberReason' },
  },
  after: { humanReminder: { target: 'unconfirmed', reenter: true } },
})

/**
 * From the evidence to the exact writes, or to the reason why there can be none. Why people are asked (anew) goes with the
 * question: this is the one state that hands its reason on.
 */
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
