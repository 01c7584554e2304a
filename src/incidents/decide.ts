import type { Question } from '../domain/effect.js'
import type { Incident } from '../domain/incident.js'
import type { Engine } from '../engine/engine.js'
import { recordEvent } from '../engine/record-event.js'

/** Who may decide which question, by name; and how many distinct people it takes. Empty lists are a start-up error. */
export interface ApprovalRules {
  readonly contain: { readonly approvers: readonly string[]; readonly quorum: number }
  readonly restore: { readonly approvers: readonly string[]; readonly quorum: number }
}

/** One person's answer to one question, bound to the digest that the person was shown. */
export interface Decision {
  readonly question: Question
  readonly decision: 'approve' | 'deny'
  readonly planDigest: string
  readonly reason: string
  readonly by: string
}

export type Decided =
  | { readonly status: 'counted'; readonly approvals: number; readonly quorum: number; readonly state: string }
  | { readonly status: 'decided'; readonly state: string }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

export type RefusalCode =
  | 'noIncident'
  | 'notAnApprover'
  | 'ownRequest'
  | 'isSubject'
  | 'notAsked'
  | 'planChanged'
  | 'alreadyVoted'

/**
 * Takes one person's decision. Guarantees exactly one outcome under races: the question is looked at in the very step
 * that records the answer. A late, repeated or unauthorised answer changes nothing and is told why.
 */
export async function decide(
  engine: Engine,
  rules: ApprovalRules,
  incidentId: string,
  decision: Decision,
): Promise<Decided> {
  const refusal: { code: RefusalCode } = { code: 'noIncident' }
  const { by, planDigest, reason } = decision
  const recorded = await recordEvent(engine, incidentId, {
    event: { type: decision.decision === 'approve' ? 'APPROVED' : 'DENIED', by, planDigest, reason },
    actor: { kind: 'person', name: by },
    unless: (incident) => {
      const objection = objectionTo(rules, incident, decision)
      if (objection !== null) refusal.code = objection.code
      return objection?.reason ?? null
    },
  })
  if (recorded.status === 'refused') return { status: 'refused', code: refusal.code, reason: recorded.reason }
  if (recorded.status !== 'recorded')
    return { status: 'refused', code: 'noIncident', reason: `There is no incident ${incidentId}.` }
  // Between two plans nobody is asked, though the state is that of the question: the record then says "ignored".
  if (!recorded.changed) return { status: 'refused', code: 'notAsked', reason: notAskedReason(recorded.before) }
  const { state, snapshot } = recorded.step
  if (state !== recorded.before.state) return { status: 'decided', state }
  return { status: 'counted', approvals: snapshot.context.approvals.length, quorum: snapshot.context.quorum, state }
}

const askedIn: Record<Question, string> = { contain: 'awaitingApproval', restore: 'awaitingRestoreApproval' }

function objectionTo(
  rules: ApprovalRules,
  incident: Incident,
  decision: Decision,
): { code: RefusalCode; reason: string } | null {
  const { context } = incident.snapshot
  if (!rules[decision.question].approvers.includes(decision.by)) {
    return { code: 'notAnApprover', reason: `${decision.by} is not an approver of "${decision.question}".` }
  }
  if (isSubject(incident, decision.by)) {
    return { code: 'isSubject', reason: `${decision.by} is whom this incident is about and cannot decide on it.` }
  }
  if (
    decision.decision === 'approve' &&
    decision.question === 'restore' &&
    context.restoreRequestedBy === decision.by
  ) {
    return { code: 'ownRequest', reason: `${decision.by} asked for this restore and cannot approve it.` }
  }
  if (incident.state !== askedIn[decision.question] || context.openPlanDigest === null) {
    return { code: 'notAsked', reason: notAskedReason(incident) }
  }
  if (context.openPlanDigest !== decision.planDigest) {
    return {
      code: 'planChanged',
      reason: `The plan changed; it is ${context.openPlanDigest} now. Look at it and decide again.`,
    }
  }
  if (context.approvals.includes(decision.by) && decision.decision === 'approve') {
    return {
      code: 'alreadyVoted',
      reason: `${decision.by} has approved already (${context.approvals.length} of ${context.quorum}).`,
    }
  }
  return null
}

function notAskedReason(incident: Incident): string {
  const { decidedBy } = incident.snapshot.context
  const by = decidedBy.length > 0 ? ` It was decided by ${decidedBy.join(', ')}.` : ''
  return `Nobody is asked now: the incident is in ${incident.state} since ${incident.updatedAt}.${by}`
}

/** A session's name often is its person's, or the person's address: whoever is accused does not decide. */
function isSubject(incident: Incident, person: string): boolean {
  const { principal } = incident.snapshot.context
  const accused = [principal.type === 'user' ? principal.name : undefined, principal.sessionName]
  return accused.some((name) => name !== undefined && localPart(name) === localPart(person))
}

function localPart(name: string): string | undefined {
  return name.toLowerCase().split('@')[0]
}
