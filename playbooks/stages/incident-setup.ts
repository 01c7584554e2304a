import { assign, setup } from 'xstate'
import { type Effect, outlivesItsState, type Question } from '../../src/domain/effect.js'
import type { IncidentContext, IncidentInput } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { isLastSoakCheck, learn } from './memory.js'
import { callerIsBack, newsIn, verdictAfter } from './news.js'
import { MAX_EVIDENCE_VOIDS, MAX_REPUTS } from './timing.js'
import { learnWider } from './wider-memory.js'

function isOff(event: IncidentEvent): boolean {
  return event.type === 'BLOCK_OBSERVED' && event.observation.policy !== 'held'
}

function isApprovedBlock({ approvedPlanDigests }: IncidentContext, event: IncidentEvent): boolean {
  return event.type === 'BLOCK_APPLIED' && approvedPlanDigests.includes(event.planDigest)
}

/** Of the approved plan that is to stand now: one of an older plan that reports late is no answer to this order. */
function isOrderedBlock(context: IncidentContext, event: IncidentEvent): boolean {
  return (
    isApprovedBlock(context, event) && event.type === 'BLOCK_APPLIED' && event.planDigest === context.containPlanDigest
  )
}

/** Of all that people approved: of the wider plan, where its write was not reported yet; else as above. */
function isOrderedWhole(context: IncidentContext, event: IncidentEvent): boolean {
  const { unreported } = context
  if (unreported === null) return isOrderedBlock(context, event)
  return isApprovedBlock(context, event) && event.type === 'BLOCK_APPLIED' && event.planDigest === unreported.to
}

function isPartial(event: IncidentEvent): boolean {
  return event.type === 'BLOCK_APPLIED' && event.notDone.length > 0
}

/**
 * Whether people want the block of the plan: not where nobody ever approved it, not where they have not decided on that plan yet
 * (a write of an older one that reports late), nor where they decided that it goes (its removal may be done although nobody
 * reported it).
 */
function isWanted(context: IncidentContext): boolean {
  const { openPlanDigest, containPlanDigest, restorePlanDigest, decidedBy, approvedPlanDigests } = context
  if (!approvedPlanDigests.includes(containPlanDigest ?? '')) return false
  if (openPlanDigest === null) return true
  const isDecided = decidedBy.length > 0
  if (openPlanDigest === containPlanDigest) return isDecided
  return !(openPlanDigest === restorePlanDigest && isDecided)
}

/** The vote that makes the quorum, for the plan that is asked about. */
function isDecisive({ openPlanDigest, approvals, quorum }: IncidentContext, event: IncidentEvent): boolean {
  return (
    event.type === 'APPROVED' && event.planDigest === openPlanDigest && new Set([...approvals, event.by]).size >= quorum
  )
}

/** How long the circle that is asked has time. */
function openForMs({ timing, askedCircle }: IncidentContext, question: Question): number {
  const { expiryMs, escalationMs } = timing.questions[question]
  return askedCircle === 'second' ? (escalationMs ?? expiryMs) : expiryMs
}

/** When the circle that is asked is reminded. */
function remindAfterMs(context: IncidentContext, question: Question): number {
  const openMs = openForMs(context, question)
  const { reminderMs } = context.timing.questions[question]
  return reminderMs !== undefined && reminderMs < openMs ? reminderMs : Math.ceil(openMs / 2)
}

function canEscalate({ timing, askedCircle }: IncidentContext, question: Question): boolean {
  return askedCircle === 'first' && timing.questions[question].escalationMs !== null
}

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
    rememberFoundPrincipal: assign(learn.foundPrincipal),
    rememberEvidence: assign(learn.evidence),
    rememberNewerEvidence: assign(learn.newerEvidence),
    rememberThatEvidenceVoids: assign(learn.voidByEvidence),
    rememberPlan: assign(learn.containPlan),
    rememberBlockScope: assign(learn.blockScope),
    rememberWidening: assign(learnWider.widening),
    rememberWiderPlan: assign(learnWider.widerPlan),
    endWiderQuestion: assign(({ context, event }) => (isDecisive(context, event) ? {} : learnWider.questionOver())),
    rememberThatWiderIsOrdered: assign(learnWider.ordered),
    rememberThatItIsNotWidened: assign(learnWider.notWidened),
    rememberThatWiderIsNotSent: assign(learnWider.notSent),
    sayThatWiderFailed: assign(learnWider.failure),
    startLookAtLateWider: assign(learnWider.lateBlock),
    rememberRestorePlan: assign(learn.restorePlan),
    rememberRestoreRequest: assign(learn.restoreRequest),
    rememberVote: assign(learn.vote),
    rememberDecision: assign(learn.decision),
    askSecondCircle: assign(learn.escalation),
    rememberExpiry: assign(learn.expiry),
    rememberBlock: assign(learn.block),
    rememberUnapprovedBlock: assign(learn.unapprovedBlock),
    sayThatNobodyApprovedIt: assign(learn.nobodysBlock),
    rememberRetriedBlock: assign(learn.retriedBlock),
    rememberRemoval: assign(learn.removal),
    rememberLateWrite: assign(learn.lateWrite),
    rememberNotDone: assign(learn.notDone),
    rememberThatBlockMayStand: assign(learn.intent),
    rememberThatNothingStands: assign(learn.removal),
    rememberReason: assign(learn.reason),
    /** On leaving a state: what it gave as its reason says nothing about the next. */
    forgetReason: assign({ reason: '' }),
    countReput: assign(learn.reput),
    countJoined: assign(learn.joined),
    rememberThatItIsConfirmed: assign(learn.confirmed),
    rememberThatItIsDisputed: assign(learn.disputed),
    rememberVouch: assign(learn.vouch),
    sayWhyItIsNotTrusted: assign(learn.distrust),
    startFreshLook: assign(learn.freshLook),
    startFreshLookAtMore: assign(learn.freshLookAtMore),
    startSoakAgain: assign(learn.soakAgain),
    startNewCount: assign(learn.newCount),
    rememberThatNoRestoreIsOpen: assign(learn.noRestore),
    addSoakObservation: assign(learn.soakObservation),
    addWatchObservation: assign(learn.watchObservation),
    sayWhatGotWorse: assign(learn.whatGotWorse),
    alsoSayWhatGotWorse: assign(learn.whatElseGotWorse),
    sayWhyNotContained: assign(learn.whyNotContained),
    sayThatItIsHeldDown: assign(learn.heldDown),
    sayThatItIsActiveAgain: assign(learn.activeAgain),
    say: assign((_, params: { reason: string }) => ({ reason: params.reason })),
  },
  guards: {
    isHeldDown: ({ context }) => context.holdDown !== null,
    isTrusted: ({ context }) => context.trusted,
    callBackIsOwed: ({ context }) => context.callBack,
    joinsTrusted: ({ event }) => event.type === 'FINDING_JOINED' && event.trusted,
    canBeLookedUp: ({ context }) => context.principal.type === 'unresolved' && context.principal.needsLookUp === true,
    isUnresolved: ({ context }) => context.principal.type === 'unresolved',
    isAboutThisPlan: ({ context, event }) =>
      (event.type === 'DENIED' || event.type === 'APPROVED') && event.planDigest === context.openPlanDigest,
    reachesQuorum: ({ context, event }) => isDecisive(context, event),
    isApprovedBeforehand: ({ context, event }) =>
      event.type === 'APPROVED' && event.policyDigest !== undefined && isDecisive(context, event),
    containCanEscalate: ({ context }) => canEscalate(context, 'contain'),
    restoreCanEscalate: ({ context }) => canEscalate(context, 'restore'),
    /** The block is off, and it is ours to put back: approved, not given back since, and not put back too often already. */
    policyIsOff: ({ context, event }) => isOff(event) && isWanted(context) && context.reputs < MAX_REPUTS,
    policyIsOffForGood: ({ context, event }) => isOff(event) && isWanted(context) && context.reputs >= MAX_REPUTS,
    principalGotThrough: ({ event }) => event.type === 'BLOCK_OBSERVED' && event.observation.succeeded.length > 0,
    principalGotThroughNow: ({ context, event }) =>
      event.type === 'BLOCK_OBSERVED' &&
      event.observation.succeeded.length > 0 &&
      context.verdict.enforcement !== 'violated',
    /** Somebody acted against the block, or something new appeared beside it, that people were not told of. */
    gotWorse: ({ context, event }) => newsIn(context, event).length > 0,
    gotWorseThoughContained: ({ context, event }) => context.verdict.contained && newsIn(context, event).length > 0,
    isDeniedForTheFirstTime: ({ context, event }) =>
      context.verdict.enforcement === 'notObserved' &&
      verdictAfter(context, event, context.verdict.contained).enforcement === 'observed',
    isNotProven: ({ context }) => !context.verdict.contained,
    soakIsOver: ({ context }) => isLastSoakCheck(context),
    soakIsOverInVain: ({ context, event }) =>
      isLastSoakCheck(context) && event.type === 'BLOCK_OBSERVED' && !verdictAfter(context, event, true).contained,
    lookFailed: ({ event }) => event.type === 'EFFECT_FAILED' && event.effect === 'checkBlock',
    /** Sources report old activity again and again; only what is newer than the restore speaks against it. */
    showsActivityAfterRestore: ({ context, event }) =>
      event.type === 'FINDING_JOINED' &&
      context.restoredAt !== null &&
      Date.parse(event.lastSeenAt) > Date.parse(context.restoredAt),
    blockIsInPlace: ({ context }) => context.appliedAt !== null,
    /** Whoever retries wants the block of the approved plan, also where its restore came to nothing. */
    blockIsToStand: ({ context }) =>
      context.appliedAt !== null && isWanted({ ...context, ...learn.noRestore({ context }) }),
    /** A worker's word is no approval: the plan of the block that it reports is one that people, or the configuration, approved. */
    blockIsApproved: ({ context, event }) => isApprovedBlock(context, event),
    blockIsAsOrdered: ({ context, event }) => isOrderedBlock(context, event),
    blockIsPartial: ({ context, event }) => isOrderedBlock(context, event) && isPartial(event),
    wholeIsAsOrdered: ({ context, event }) => isOrderedWhole(context, event),
    wholeIsPartial: ({ context, event }) => isOrderedWhole(context, event) && isPartial(event),
    /** A session alone is denied, and all of its role is wanted. */
    wantsMoreThanStands: ({ context, event }) =>
      event.type === 'SCOPE_CHOSEN' &&
      event.scope === 'role' &&
      context.appliedAt !== null &&
      context.sessionPlanDigests.includes(context.containPlanDigest ?? '') &&
      isWanted(context),
    callerIsBack: ({ context, event }) => callerIsBack(context, event),
    refusedOverABlock: ({ context, event }) =>
      event.type === 'PLAN_REFUSED' && !event.nothingStands && context.blockMayStand,
    nothingMayStand: ({ context }) => !context.blockMayStand,
    evidenceChangesPlan: ({ context, event }) =>
      event.type === 'EVIDENCE_REFRESHED' && event.changesPlan !== null && context.evidenceVoids < MAX_EVIDENCE_VOIDS,
    refreshFailed: ({ event }) => event.type === 'EFFECT_FAILED' && event.effect === 'refreshEvidence',
    isCompromise: ({ context }) => context.restoreAs === 'compromise',
    stageFailed: ({ event }) => event.type === 'EFFECT_FAILED' && !outlivesItsState(event.effect),
  },
  delays: {
    evidenceBudget: ({ context }) => context.timing.evidenceBudgetMs,
    evidenceRefresh: ({ context }) => context.timing.evidenceRefreshMs,
    confirmationBudget: ({ context }) => context.timing.planningBudgetMs,
    planningBudget: ({ context }) => context.timing.planningBudgetMs,
    approvalReminder: ({ context }) => remindAfterMs(context, 'contain'),
    approvalExpiry: ({ context }) => openForMs(context, 'contain'),
    restoreReminder: ({ context }) => remindAfterMs(context, 'restore'),
    restoreExpiry: ({ context }) => openForMs(context, 'restore'),
    writeBudget: ({ context }) => context.timing.writeBudgetMs,
    nextSoakCheck: ({ context }) => {
      const { soakLooks } = context.timing
      return (soakLooks[context.soakChecks]?.atMs ?? 0) - (soakLooks[context.soakChecks - 1]?.atMs ?? 0)
    },
    watchInterval: ({ context }) => context.timing.watchIntervalMs,
    revokeSoak: ({ context }) => context.timing.revokeSoakMs,
    lateWriteWatch: ({ context }) => context.timing.lateWriteWatchMs,
    humanReminder: ({ context }) => context.timing.humanReminderMs,
  },
})
