import { initialVerdict } from '../../src/containment/verdict.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { freshQuestion } from './fresh-question.js'
import { callerIsBack, newsIn, verdictAfter, whyNotContained } from './news.js'
import { nobodysBlock } from './nobodys-block.js'
import { suspectsOf } from './wider-memory.js'

/** What a lesson looks at. */
interface Scope {
  readonly context: IncidentContext
  readonly event: IncidentEvent
}

type Change = Partial<IncidentContext>

const freshLook = { soakChecks: 0, reputs: 0, explainedUpTo: null, verdict: initialVerdict() }

function freshLookAt(context: IncidentContext, isWider: boolean) {
  return { ...freshLook, verdict: { ...freshLook.verdict, suspects: suspectsOf(context, isWider) } }
}

/** What an incident learns from an event: one pure function a lesson. An event that does not fit teaches nothing. */
export const learn = {
  principal: ({ context, event }: Scope): Change =>
    event.type === 'PRINCIPAL_NAMED'
      ? { principal: event.principal, ...wordOf(context, event.by), reason: event.reason }
      : {},
  foundPrincipal: ({ event }: Scope): Change =>
    event.type === 'PRINCIPAL_FOUND' || event.type === 'JOINED_OTHER'
      ? { principal: event.principal, reason: event.reason }
      : {},
  evidence: ({ event }: Scope): Change =>
    event.type === 'EVIDENCE_COLLECTED' ? { evidenceDigest: event.evidenceDigest } : {},
  newerEvidence: ({ event }: Scope): Change =>
    event.type === 'EVIDENCE_REFRESHED' ? { evidenceDigest: event.evidenceDigest } : {},
  voidByEvidence: ({ context, event }: Scope): Change =>
    event.type === 'EVIDENCE_REFRESHED' && event.changesPlan !== null
      ? { evidenceVoids: context.evidenceVoids + 1, reason: event.changesPlan }
      : {},
  containPlan: ({ context, event }: Scope): Change =>
    event.type === 'PLAN_PREPARED'
      ? {
          containPlanDigest: event.planDigest,
          openPlanDigest: event.planDigest,
          containmentId: event.containmentId,
          // Whoever plans looked at the entity first: had a block of this incident been there, it would have been reported.
          blockMayStand: false,
          unreported: null,
          sessionPlanDigests: [
            ...new Set([...context.sessionPlanDigests, ...(event.deniesOneSession ? [event.planDigest] : [])]),
          ],
          ...freshQuestion,
          quorum: event.quorum,
        }
      : {},
  blockScope: ({ event }: Scope): Change =>
    event.type === 'SCOPE_CHOSEN' ? { blockScope: { wish: event.scope, chosenBy: event.by } } : {},
  restorePlan: ({ event }: Scope): Change =>
    event.type === 'RESTORE_PREPARED'
      ? {
          restorePlanDigest: event.planDigest,
          openPlanDigest: event.planDigest,
          ...freshQuestion,
          quorum: event.quorum,
        }
      : {},
  restoreRequest: ({ event }: Scope): Change =>
    event.type === 'RESTORE_REQUESTED'
      ? { restoreAs: event.restoreAs, restoreRequestedBy: event.by, askedCircle: null, reason: event.reason }
      : {},
  vote: ({ context, event }: Scope): Change =>
    event.type === 'APPROVED' ? { approvals: [...new Set([...context.approvals, event.by])] } : {},
  decision: ({ context, event }: Scope): Change => {
    const over = { askedCircle: null, evidenceVoids: 0 } as const
    if (event.type === 'APPROVED') {
      const { approvedPlanDigests, restorePlanDigest, approvals } = context
      const blocks = event.planDigest === restorePlanDigest ? [] : [event.planDigest]
      return {
        ...over,
        decidedBy: [...new Set([...approvals, event.by])],
        approvedPlanDigests: [...new Set([...approvedPlanDigests, ...blocks])],
      }
    }
    return event.type === 'DENIED' ? { ...over, decidedBy: [event.by], reason: event.reason } : {}
  },
  /** Votes stay: it is the same plan, and more people are asked about it. */
  escalation: (): Change => ({ askedCircle: 'second' }),
  /** Where nobody was asked yet, no question expired: a late answer to an older one is not told so. */
  expiry: ({ context: { askedCircle, openPlanDigest, expiredPlanDigest } }: Scope): Change => ({
    askedCircle: null,
    evidenceVoids: 0,
    expiredPlanDigest: askedCircle === null ? expiredPlanDigest : openPlanDigest,
  }),
  block: ({ context, event }: Scope): Change => {
    if (event.type !== 'BLOCK_APPLIED') return {}
    // What was proven of an earlier block, or done to it, says nothing about a new one.
    const { reputs, verdict, explainedUpTo, gapsUpTo } =
      context.appliedAt === null ? { ...freshLook, gapsUpTo: null } : context
    const { appliedAt, containmentId, planDigest: containPlanDigest } = event
    const leftAlone = context.appliedAt === null ? event.leftAlone : context.leftAlone
    const standing = { appliedAt, containmentId, containPlanDigest, leftAlone, blockMayStand: true, restoredAt: null }
    // Nobody has looked at it since: where it is gone again, that is another act.
    const unseen = { ...verdict, policy: 'unknown', contained: false } as const
    return { ...standing, ...widerIn(context, event), soakChecks: 0, reputs, verdict: unseen, explainedUpTo, gapsUpTo }
  },
  /**
   * Where nothing else is known to stand, it is what is watched and can be given back, and it is never put again. A block that
   * was approved is not forgotten over it.
   */
  unapprovedBlock: ({ context, event }: Scope): Change =>
    context.appliedAt === null ? learn.block({ context, event }) : {},
  nobodysBlock: ({ context, event }: Scope): Change =>
    event.type === 'BLOCK_APPLIED' ? { reason: nobodysBlock(event, context) } : {},
  /**
   * Put again because a person said so. It counts from then, where it was off or nothing is known of it: else it has stood since
   * its write, and what got through it since is held against it. A wider one that nobody reported counts from then in any case.
   */
  retriedBlock: ({ context, event }: Scope): Change => {
    if (event.type !== 'BLOCK_APPLIED') return {}
    const { containmentId, planDigest } = event
    const isWider = context.unreported?.to === planDigest
    const stoodAllAlong = event.preWrite === 'adopted' && context.verdict.policy === 'held' && !isWider
    return {
      ...freshLookAt(context, isWider),
      ...widerIn(context, event),
      appliedAt: stoodAllAlong ? context.appliedAt : event.appliedAt,
      gapsUpTo: event.appliedAt,
      containmentId,
      containPlanDigest: planDigest,
      blockMayStand: true,
    }
  },
  freshLook: (): Change => freshLook,
  freshLookAtMore: ({ context }: Scope): Change => freshLookAt(context, true),
  /** The question of a restore is answered with no, or by nobody: what was asked does not speak for the block any more. */
  noRestore: ({ context }: Pick<Scope, 'context'>): Change =>
    context.openPlanDigest === context.restorePlanDigest ? { openPlanDigest: null } : {},
  soakAgain: (): Change => ({ soakChecks: 0 }),
  newCount: (): Change => ({ reputs: 0 }),
  reput: ({ context }: Scope): Change => ({ reputs: context.reputs + 1 }),
  soakObservation: ({ context, event }: Scope): Change => observation(context, event, true),
  watchObservation: ({ context, event }: Scope): Change => observation(context, event, false),
  /** Known from the order on, so that a write whose answer never came is not forgotten. */
  intent: (): Change => ({ blockMayStand: true }),
  removal: ({ context, event }: Scope): Change => ({
    appliedAt: null,
    blockMayStand: false,
    restoredAt: event.type === 'BLOCK_REMOVED' ? event.removedAt : context.restoredAt,
  }),
  /** A block that stands after its restore: in place again, with nothing proven of it. */
  lateWrite: ({ event }: Scope): Change =>
    event.type === 'LATE_WRITE_FOUND'
      ? { ...freshLook, appliedAt: event.foundAt, blockMayStand: true, restoredAt: null, reason: event.reason }
      : {},
  notDone: ({ event }: Scope): Change =>
    event.type === 'BLOCK_APPLIED' && event.notDone.length > 0
      ? { reason: `The block stands, but a part of the plan could not be done: ${event.notDone.join(' ')}` }
      : {},
  whatGotWorse: ({ context, event }: Scope): Change => {
    const news = newsIn(context, event)
    if (news.length > 0) return { reason: `New since the last look: ${news.join('; ')}.${whatToDo(context, event)}` }
    return event.type === 'BLOCK_OBSERVED' ? { reason: `The block is still ${event.observation.policy}.` } : {}
  },
  /** Beside a reason of its own, which what else a look saw must not be lost behind. */
  whatElseGotWorse: ({ context, event }: Scope): Change => {
    const news = newsIn(context, event)
    return news.length === 0
      ? {}
      : { reason: `${context.reason} New since the last look: ${news.join('; ')}.${whatToDo(context, event)}` }
  },
  heldDown: ({ context: { holdDown } }: Scope): Change =>
    holdDown === null
      ? {}
      : {
          reason: `Access was given back at ${holdDown.restoredAt} (${holdDown.incidentId}), and this finding shows no newer activity.`,
        },
  /** Whoever is asked whether to block again must see whether anybody stands for that. */
  activeAgain: ({ event }: Scope): Change => {
    const reason = 'A finding shows activity of the principal after access was given back.'
    const isBelieved = event.type !== 'FINDING_JOINED' || event.trusted
    return { reason: isBelieved ? reason : `${reason} It could have been forged, and nobody has confirmed it.` }
  },
  whyNotContained: ({ context }: Scope): Change => ({ reason: whyNotContained(context.verdict) }),
  joined: ({ context, event }: Scope): Change => ({
    joinedFindings: context.joinedFindings + 1,
    ...(event.type === 'FINDING_JOINED' && !context.trusted ? trustFrom(context, event) : {}),
  }),
  confirmed: (): Change => ({ trusted: true, callBack: false }),
  /** A finding that joined meanwhile and needs nobody's word is not touched by it. */
  disputed: ({ event }: Scope): Change => ({
    callBack: false,
    distrust: whyDisputed(event),
  }),
  vouch: ({ context, event }: Scope): Change =>
    event.type === 'VOUCHED'
      ? { trusted: true, callBack: false, ...wordOf(context, event.by), reason: event.reason }
      : {},
  distrust: ({ context }: Scope): Change => ({ reason: context.distrust ?? 'The source could not tell who wrote it.' }),
  reason: ({ event }: Scope): Change => {
    if (event.type === 'EFFECT_FAILED') return { reason: `${event.effect} failed: ${event.message}` }
    if (event.type === 'PLAN_REFUSED') return { reason: `${event.reason} Instead: ${event.alternative}` }
    return 'reason' in event ? { reason: event.reason } : {}
  },
}

/** The report of the wider block is what its wish and its order waited for; any other block changes nothing of these. */
function widerIn({ unreported }: IncidentContext, { planDigest }: { readonly planDigest: string }): Change {
  return unreported?.to === planDigest ? { unreported: null, blockScope: unreported.wish } : {}
}

/** A session's name is the caller's to choose: what keeps one out is the whole role denied, or its trust changed. */
function whatToDo(context: IncidentContext, event: IncidentEvent): string {
  if (!callerIsBack(context, event)) return ''
  const trust = 'Their way in is the trust policy of the role, which people change.'
  return context.blockScope === null
    ? ` The block does not deny that session. ${trust}`
    : ` The block does not deny that session: \`tourniquet scope\` asks for the whole role. ${trust}`
}

/** Nobody's word is forgotten over another's: none of them may approve. */
function wordOf({ containRequestedBy }: IncidentContext, by: string): Change {
  return { containRequestedBy: [...new Set([...containRequestedBy, by])] }
}

function whyDisputed(event: IncidentEvent): string {
  if (event.type === 'FINDING_DISPUTED') return event.reason
  return event.type === 'EFFECT_FAILED'
    ? `AWS could not be asked whether it has the finding: ${event.message}`
    : 'AWS did not answer in time whether it has the finding.'
}

/**
 * What joins an incident that could have been forged. A person's word is that person's, like a vouch, also where it makes
 * nothing true: whoever stands for the incident later has it before them. The first finding to be
 * believed says whom it is about: else whoever forges one first, with another session or unique id, has the true one refused.
 */
function trustFrom(context: IncidentContext, joined: Extract<IncidentEvent, { type: 'FINDING_JOINED' }>): Change {
  return {
    trusted: joined.trusted,
    ...(joined.trusted && joined.principal !== undefined ? { principal: joined.principal } : {}),
    callBack: context.callBack || joined.callBack,
    ...(joined.requestedBy === null ? {} : wordOf(context, joined.requestedBy)),
  }
}

/** True when the look that is being learned from now is the last of the soak. */
export function isLastSoakCheck(context: IncidentContext): boolean {
  return context.soakChecks + 1 >= context.timing.soakLooks.length
}

function observation(context: IncidentContext, event: Scope['event'], soaking: boolean): Change {
  if (event.type !== 'BLOCK_OBSERVED') return {}
  const { depth, eventsRead, readAt } = event.observation
  const soakComplete = soaking ? isLastSoakCheck(context) : context.verdict.contained
  return {
    soakChecks: soaking ? context.soakChecks + 1 : context.soakChecks,
    verdict: verdictAfter(context, event, soakComplete),
    explainedUpTo: depth === 'full' && eventsRead ? readAt : context.explainedUpTo,
  }
}
