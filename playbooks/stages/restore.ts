import { incidentSetup } from './incident-setup.js'
import { notice, order, say } from './orders.js'
import { watch } from './verify.js'

/** The block stays, and people are told: a restore that ends in silence would be waited for. */
function nothingComesOfIt(reason: string) {
  return {
    target: '#incident.contained',
    actions: [
      'rememberExpiry',
      'rememberThatNoRestoreIsOpen',
      say(reason),
      { type: 'request', params: notice('expired') },
    ],
  } as const
}

/** Giving access back is a question of its own, on a plan of its own. The block is watched while people decide. */
export const awaitingRestoreApproval = incidentSetup.createStateConfig({
  type: 'parallel',
  exit: 'forgetReason',
  states: {
    question: {
      initial: 'preparing',
      states: {
        preparing: {
          entry: { type: 'request', params: order.prepareRestore },
          on: { RESTORE_PREPARED: { target: 'asking', actions: 'rememberRestorePlan' } },
          after: {
            planningBudget: nothingComesOfIt('No plan of the restore could be prepared in time. The block stays.'),
          },
        },
        asking: {
          entry: { type: 'request', params: order.askToRestore },
          on: {
            APPROVED: [
              { guard: 'reachesQuorum', target: '#incident.restoring', actions: 'rememberDecision' },
              { guard: 'isAboutThisPlan', actions: 'rememberVote' },
            ],
            DENIED: {
              guard: 'isAboutThisPlan',
              target: '#incident.contained',
              actions: ['rememberDecision', 'rememberThatNoRestoreIsOpen'],
            },
            // Only here: two plans in preparation at once could be taken for each other.
            RESTORE_REQUESTED: {
              target: '#incident.awaitingRestoreApproval',
              reenter: true,
              actions: 'rememberRestoreRequest',
            },
          },
          after: {
            restoreReminder: { actions: { type: 'request', params: notice('reminder') } },
            restoreExpiry: [
              {
                guard: 'restoreCanEscalate',
                target: 'asking',
                reenter: true,
                actions: [
                  'askSecondCircle',
                  say('Nobody has decided about the restore in time: a second circle is asked as well.'),
                  { type: 'request', params: notice('escalated') },
                ],
              },
              nothingComesOfIt('Nobody decided about the restore before the question expired. The block stays.'),
            ],
          },
        },
      },
    },
    watch,
  },
  on: {
    // A re-put that was under way when people asked: the block that they decide about is in place, no more.
    BLOCK_APPLIED: { guard: 'blockIsAsOrdered', actions: 'rememberBlock' },
    ENTITY_REPLACED: { target: 'needsHuman', actions: ['rememberReason', 'rememberRemoval'] },
    OWNERSHIP_CONFLICT: { target: 'needsHuman', actions: 'rememberReason' },
  },
})

/** Not once the block is off: there is nothing left to watch or to ask about. */
const askAgain = { target: '#incident.awaitingRestoreApproval', actions: 'rememberReason' } as const

/** People judged what was before the restore, not what came after it: they are asked again while the incident is still open. */
const activeAgain = {
  guard: 'showsActivityAfterRestore',
  target: '#incident.needsHuman',
  actions: ['countJoined', 'sayThatItIsActiveAgain'],
} as const

/**
 * False alarm: the block is removed. Compromise: sessions from before are revoked first and that is given time to be
 * enforced, so that taking the block off revives nobody.
 */
export const restoring = incidentSetup.createStateConfig({
  exit: 'forgetReason',
  initial: 'choosing',
  states: {
    choosing: { always: [{ guard: 'isCompromise', target: 'revoking' }, { target: 'removing' }] },
    revoking: {
      entry: { type: 'request', params: order.revokeOlderSessions },
      on: { OLDER_SESSIONS_REVOKED: 'revokeSoaking', PLAN_OUTDATED: askAgain },
    },
    revokeSoaking: { after: { revokeSoak: 'removing' } },
    removing: {
      entry: { type: 'request', params: order.removeBlock },
      on: { BLOCK_REMOVED: { target: 'confirming', actions: 'rememberRemoval' }, PLAN_OUTDATED: askAgain },
    },
    confirming: {
      entry: { type: 'request', params: order.confirmRestored },
      on: { RESTORE_CONFIRMED: '#incident.restored', FINDING_JOINED: activeAgain },
    },
  },
  on: {
    ENTITY_REPLACED: { target: 'needsHuman', actions: ['rememberReason', 'rememberRemoval'] },
    OWNERSHIP_CONFLICT: { target: 'needsHuman', actions: 'rememberReason' },
    LATE_WRITE_FOUND: { target: 'needsHuman', actions: 'rememberLateWrite' },
  },
  after: {
    writeBudget: {
      target: 'needsHuman',
      actions: say('Access could not be given back in time. Part of it may be done.'),
    },
  },
})

/** A write of ours that was on its way when we restored would show up now: looked for before the incident is closed. */
export const restored = incidentSetup.createStateConfig({
  entry: [
    { type: 'request', params: notice('restored') },
    { type: 'request', params: order.writeReport },
  ],
  exit: 'forgetReason',
  initial: 'waiting',
  states: {
    waiting: { after: { lateWriteWatch: 'checking' } },
    checking: {
      entry: { type: 'request', params: order.lookForLateWrites },
      on: { RESTORE_CONFIRMED: '#incident.closed' },
    },
  },
  on: { LATE_WRITE_FOUND: { target: 'needsHuman', actions: 'rememberLateWrite' }, FINDING_JOINED: activeAgain },
})
