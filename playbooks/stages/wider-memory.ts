import { initialVerdict } from '../../src/containment/verdict.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import type { Verdict } from '../../src/domain/verdict.js'
import { freshQuestion } from './fresh-question.js'

interface Scope {
  readonly context: IncidentContext
  readonly event: IncidentEvent
}

type Change = Partial<IncidentContext>

/**
 * What an incident learns on the way to a wider block. Until its write is reported the block that stands is the one before it: by
 * that alone the looks go, and nothing of it is forgotten.
 */
export const learnWider = {
  widening: ({ event }: Scope): Change =>
    event.type === 'SCOPE_CHOSEN'
      ? {
          widened: { to: null, wish: { wish: event.scope, chosenBy: event.by } },
          askedCircle: null,
          reason: event.reason,
        }
      : {},
  widerPlan: ({ context: { widened }, event }: Scope): Change =>
    event.type === 'PLAN_PREPARED' && widened !== null
      ? {
          widened: { ...widened, to: event.planDigest },
          openPlanDigest: event.planDigest,
          ...freshQuestion,
          quorum: event.quorum,
        }
      : {},
  /** The question is over, whatever ended it; only the vote that decides hands its plan on. */
  questionOver: (): Change => ({ widened: null }),
  /** From here on it may stand, whether its answer ever comes or not: what was proven of one session is not said of it. */
  ordered: ({ context: { widened, verdict } }: Scope): Change =>
    widened?.to == null
      ? {}
      : {
          widened: null,
          unreported: { to: widened.to, wish: widened.wish },
          verdict: { ...verdict, policy: 'unknown', contained: false },
        },
  /** Nobody wants it, or nobody may have it. One that was ordered before, and may stand, is not forgotten over this. */
  notWidened: (): Change => ({ openPlanDigest: null }),
  /** Nothing of it was sent: what stands is what stood before. */
  notSent: (): Change => ({ openPlanDigest: null, unreported: null }),
  failure: ({ event }: Scope): Change =>
    event.type === 'EFFECT_FAILED' ? { reason: `${event.effect} failed: ${event.message} ${WHAT_STANDS}` } : {},
  /**
   * Of the wider block, reported when nobody waited for it any more. What was held against the block before it stays, but for those
   * who came back, whom it denies; nothing is proven of it yet.
   */
  lateBlock: ({ context, event }: Scope): Change =>
    event.type === 'BLOCK_APPLIED' && event.planDigest === context.unreported?.to
      ? { soakChecks: 0, explainedUpTo: null, verdict: unproven(context) }
      : {},
}

/** Of a wider block whose write did not end well. */
export const WHAT_STANDS =
  'The wider block may or may not be there; the one before it stands and is watched. A retry writes the wider one.'

/**
 * Whoever the principal is known to have made stays suspect: by now that may be older than what a look asks for. Not so those who
 * came back, where more is denied: they are denied by it.
 */
export function suspectsOf({ verdict }: IncidentContext, isWider: boolean): Verdict['suspects'] {
  return verdict.suspects.filter(({ cause, returned }) => cause === 'principal' && !(isWider && returned))
}

function unproven(context: IncidentContext): Verdict {
  const { tampering, enforcement } = context.verdict
  const known = { tampering, suspects: suspectsOf(context, true) }
  return { ...initialVerdict(), ...known, enforcement: enforcement === 'violated' ? 'violated' : 'notObserved' }
}
