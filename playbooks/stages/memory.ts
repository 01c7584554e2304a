import { addObservation, initialVerdict } from '../../src/containment/verdict.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'

/** What a lesson looks at. */
interface Scope {
  readonly context: IncidentContext
  readonly event: IncidentEvent
}

type Change = Partial<IncidentContext>

const freshLook = { soakChecks: 0, reputs: 0, verdict: initialVerdict() }

/** What an incident learns from an event: one pure function a lesson. An event that does not fit teaches nothing. */
export const learn = {
  principal: ({ event }: Scope): Change => (event.type === 'PRINCIPAL_NAMED' ? { principal: event.principal } : {}),
  evidence: ({ event }: Scope): Change =>
    event.type === 'EVIDENCE_COLLECTED' ? { evidenceDigest: event.evidenceDigest } : {},
  containPlan: ({ event }: Scope): Change =>
    event.type === 'PLAN_PREPARED'
      ? {
          containPlanDigest: event.planDigest,
          openPlanDigest: event.planDigest,
          containmentId: event.containmentId,
          quorum: event.quorum,
          approvals: [],
          decidedBy: [],
        }
      : {},
  restorePlan: ({ event }: Scope): Change =>
    event.type === 'RESTORE_PREPARED'
      ? {
          restorePlanDigest: event.planDigest,
          openPlanDigest: event.planDigest,
          quorum: event.quorum,
          approvals: [],
          decidedBy: [],
        }
      : {},
  restoreRequest: ({ event }: Scope): Change =>
    event.type === 'RESTORE_REQUESTED' ? { restoreAs: event.restoreAs, restoreRequestedBy: event.by } : {},
  vote: ({ context, event }: Scope): Change =>
    event.type === 'APPROVED' ? { approvals: [...new Set([...context.approvals, event.by])] } : {},
  decision: ({ context, event }: Scope): Change => {
    if (event.type === 'APPROVED') return { decidedBy: [...new Set([...context.approvals, event.by])] }
    return event.type === 'DENIED' ? { decidedBy: [event.by], reason: event.reason } : {}
  },
  block: ({ context, event }: Scope): Change => {
    if (event.type !== 'BLOCK_APPLIED') return {}
    // What was proven of an earlier block, or done to it, says nothing about a new one.
    const { reputs, verdict } = context.appliedAt === null ? freshLook : context
    return { appliedAt: event.appliedAt, soakChecks: 0, reputs, verdict }
  },
  freshLook: (): Change => freshLook,
  soakAgain: (): Change => ({ soakChecks: 0 }),
  reput: ({ context }: Scope): Change => ({ reputs: context.reputs + 1 }),
  soakObservation: ({ context, event }: Scope): Change => observation(context, event, true),
  watchObservation: ({ context, event }: Scope): Change => observation(context, event, false),
  removal: (): Change => ({ appliedAt: null }),
  /** A block that stands after its restore: in place again, with nothing proven of it. */
  lateWrite: ({ event }: Scope): Change =>
    event.type === 'LATE_WRITE_FOUND' ? { ...freshLook, appliedAt: event.foundAt, reason: event.reason } : {},
  joined: ({ context }: Scope): Change => ({ joinedFindings: context.joinedFindings + 1 }),
  reason: ({ event }: Scope): Change => {
    if (event.type === 'EFFECT_FAILED') return { reason: `${event.effect} failed: ${event.message}` }
    if (event.type === 'PLAN_REFUSED') return { reason: `${event.reason} Instead: ${event.alternative}` }
    return 'reason' in event ? { reason: event.reason } : {}
  },
}

/** True when the look that is being learned from now is the last of the soak. */
export function isLastSoakCheck(context: IncidentContext): boolean {
  return context.soakChecks + 1 >= context.timing.soakChecksMs.length
}

function observation(context: IncidentContext, event: Scope['event'], soaking: boolean): Change {
  if (event.type !== 'BLOCK_OBSERVED') return {}
  const soakComplete = soaking ? isLastSoakCheck(context) : context.verdict.contained
  return {
    soakChecks: soaking ? context.soakChecks + 1 : context.soakChecks,
    verdict: addObservation(context.verdict, event.observation, { soakComplete }),
  }
}
