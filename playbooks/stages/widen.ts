import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'
import { watch } from './verify.js'
import { WHAT_STANDS } from './wider-memory.js'

/** The block stays as it is, and people are told: a question that ends in silence would be waited for. */
function staysAsItIs(reason: string) {
  return {
    target: '#incident.contained',
    actions: [
      'rememberExpiry',
      'rememberThatItIsNotWidened',
      say(reason),
      { type: 'request', params: notice('expired') },
    ],
  } as const
}

/**
 * One session is denied, and somebody wants the whole role denied: those whom the block was put against are back with a session
 * of another name. That is a question of its own, on a plan of its own, which has the writes that stand among its writes. The
 * block that stands is watched while people decide, and stays where they decide against more.
 */
export const awaitingWiderApproval = incidentSetup.createStateConfig({
  type: 'parallel',
  exit: ['forgetReason', 'endWiderQuestion'],
  states: {
    question: {
      initial: 'preparing',
      states: {
        preparing: {
          entry: { type: 'request', params: order.prepareWider },
          on: {
            PLAN_PREPARED: { target: 'asking', actions: 'rememberWiderPlan' },
            PLAN_REFUSED: {
              target: '#incident.contained',
              actions: [
                'rememberThatItIsNotWidened',
                'rememberReason',
                { type: 'request', params: notice('notWidened') },
              ],
            },
            PRINCIPAL_UNRESOLVED: {
              target: '#incident.needsHuman',
              actions: ['rememberThatItIsNotWidened', 'rememberReason'],
            },
          },
          after: {
            planningBudget: staysAsItIs(
              'No plan of a wider block could be prepared in time. The block stays as it is.',
            ),
          },
        },
        asking: {
          entry: { type: 'request', params: order.askToWiden },
          on: {
            APPROVED: [
              { guard: 'reachesQuorum', target: '#incident.widening', actions: 'rememberDecision' },
              { guard: 'isAboutThisPlan', actions: 'rememberVote' },
            ],
            DENIED: {
              guard: 'isAboutThisPlan',
              target: '#incident.contained',
              actions: ['rememberDecision', 'rememberThatItIsNotWidened'],
            },
          },
          after: {
            approvalReminder: { actions: { type: 'request', params: notice('reminder') } },
            approvalExpiry: [
              {
                guard: 'containCanEscalate',
                target: 'asking',
                reenter: true,
                actions: [
                  'askSecondCircle',
                  say('Nobody has decided about the wider block in time: a second circle is asked as well.'),
                  { type: 'request', params: notice('escalated') },
                ],
              },
              staysAsItIs(
                'Nobody decided about the wider block before the question expired. The block stays as it is.',
              ),
            ],
          },
        },
      },
    },
    watch,
  },
  // A re-put that was under way when people asked: the block that stands is in place, and the plan that they decide on is the same.
  on: { BLOCK_APPLIED: { guard: 'blockIsAsOrdered', actions: 'rememberBlock' } },
})

/** The writes of the wider plan; what of them stands already is left alone. Where nothing is sent, the block is what it was. */
export const widening = incidentSetup.createStateConfig({
  entry: ['rememberThatWiderIsOrdered', { type: 'request', params: order.putWider }],
  exit: 'forgetReason',
  on: {
    BLOCK_APPLIED: [
      {
        guard: 'wholeIsPartial',
        target: 'needsHuman',
        actions: ['startFreshLookAtMore', 'rememberBlock', 'rememberNotDone'],
      },
      { guard: 'wholeIsAsOrdered', target: 'verifying', actions: ['startFreshLookAtMore', 'rememberBlock'] },
      // The re-put of what stands, which was under way before.
      { guard: 'blockIsAsOrdered', actions: 'rememberBlock' },
    ],
    PLAN_OUTDATED: { target: 'needsHuman', actions: ['rememberThatWiderIsNotSent', 'rememberReason'] },
    PLAN_REFUSED: { target: 'needsHuman', actions: ['rememberThatWiderIsNotSent', 'rememberReason'] },
    EFFECT_FAILED: { guard: 'stageFailed', target: 'needsHuman', actions: 'sayThatWiderFailed' },
  },
  after: {
    writeBudget: { target: 'needsHuman', actions: say(`The wider block could not be written in time. ${WHAT_STANDS}`) },
  },
})
