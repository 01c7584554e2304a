import { assign, setup } from 'xstate'
import { addObservation } from '../../src/containment/verdict.js'
import { type Effect, outlivesItsState } from '../../src/domain/effect.js'
import type { IncidentContext, IncidentInput } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { isLastSoakCheck, learn } from './memory.js'
import { MAX_REPUTS } from './timing.js'

/**
 * The words that the stages of an incident are written in. Machines only order effects through `request`, remember with
 * the named lessons, and wait on named delays; the engine refuses any other action.
 */
export const incidentSetup = setup({
  types: {
    context: {} as IncidentContext,
    events: {} as IncidentEvent,
    input: {} as IncidentInput,
  },
  actions: {
    /** Named only so that it comes out as data; the engine makes it a job. Must stay a no-op. */
    request: (_, _effect: Effect) => {},
    rememberPrincipal: assign(learn.principal),
    rememberEvidence: assign(learn.evidence),
    rememberPlan: assign(learn.containPlan),
    rememberRestorePlan: assign(learn.restorePlan),
    rememberRestoreRequest: assign(learn.restoreRequest),
    rememberVote: assign(learn.vote),
    rememberDecision: assign(learn.decision),
    rememberBlock: assign(learn.block),
    rememberRemoval: assign(learn.removal),
    rememberLateWrite: assign(learn.lateWrite),
    rememberReason: assign(learn.reason),
    countReput: assign(learn.reput),
    countJoined: assign(learn.joined),
    startFreshLook: assign(learn.freshLook),
    startSoakAgain: assign(learn.soakAgain),
    addSoakObservation: assign(learn.soakObservation),
    addWatchObservation: assign(learn.watchObservation),
    say: assign((_, params: { reason: string }) => ({ reason: params.reason })),
  },
  guards: {
    isUnresolved: ({ context }) => context.principal.type === 'unresolved',
    isAboutThisPlan: ({ context, event }) =>
      (event.type === 'DENIED' || event.type === 'APPROVED') && event.planDigest === context.openPlanDigest,
    reachesQuorum: ({ context, event }) =>
      event.type === 'APPROVED' &&
      event.planDigest === context.openPlanDigest &&
      new Set([...context.approvals, event.by]).size >= context.quorum,
    policyIsOff: ({ event }) => event.type === 'BLOCK_OBSERVED' && event.observation.policy !== 'held',
    policyIsOffForGood: ({ context, event }) =>
      event.type === 'BLOCK_OBSERVED' && event.observation.policy !== 'held' && context.reputs >= MAX_REPUTS,
    principalGotThrough: ({ event }) => event.type === 'BLOCK_OBSERVED' && event.observation.succeeded.length > 0,
    principalGotThroughNow: ({ context, event }) =>
      event.type === 'BLOCK_OBSERVED' &&
      event.observation.succeeded.length > 0 &&
      context.verdict.enforcement !== 'violated',
    isActedAgainstNow: ({ context, event }) =>
      event.type === 'BLOCK_OBSERVED' && event.observation.tampering.length > 0 && context.verdict.contained,
    isNotProven: ({ context }) => !context.verdict.contained,
    soakIsOver: ({ context }) => isLastSoakCheck(context),
    soakIsOverInVain: ({ context, event }) =>
      isLastSoakCheck(context) &&
      event.type === 'BLOCK_OBSERVED' &&
      !addObservation(context.verdict, event.observation, { soakComplete: true }).contained,
    blockIsInPlace: ({ context }) => context.appliedAt !== null,
    blockIsNotInPlace: ({ context }) => context.appliedAt === null,
    isCompromise: ({ context }) => context.restoreAs === 'compromise',
    stageFailed: ({ event }) => event.type === 'EFFECT_FAILED' && !outlivesItsState(event.effect),
  },
  delays: {
    evidenceBudget: ({ context }) => context.timing.evidenceBudgetMs,
    planningBudget: ({ context }) => context.timing.planningBudgetMs,
    approvalReminder: ({ context }) => context.timing.approvalReminderMs,
    approvalExpiry: ({ context }) => context.timing.approvalExpiryMs,
    writeBudget: ({ context }) => context.timing.writeBudgetMs,
    nextSoakCheck: ({ context }) => {
      const { soakChecksMs } = context.timing
      return (soakChecksMs[context.soakChecks] ?? 0) - (soakChecksMs[context.soakChecks - 1] ?? 0)
    },
    watchInterval: ({ context }) => context.timing.watchIntervalMs,
    revokeSoak: ({ context }) => context.timing.revokeSoakMs,
    lateWriteWatch: ({ context }) => context.timing.lateWriteWatchMs,
    humanReminder: ({ context }) => context.timing.humanReminderMs,
  },
})
