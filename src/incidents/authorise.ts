import type { Question } from '../domain/effect.js'
import type { Incident } from '../domain/incident.js'
import { type ApprovalRules, circlesOf, hasVerb, type Verb } from './authority.js'
import { askedQuestion } from './open-question.js'
import { mayBeSamePerson } from './same-person.js'

/** What a person is about to do. A decision is bound to the digest of the plan that the person was shown. */
export type Act =
  | { readonly verb: DecisionVerb; readonly planDigest: string }
  | { readonly verb: Exclude<Verb, DecisionVerb> }
export type DecisionVerb = 'approveContain' | 'denyContain' | 'approveRestore' | 'denyRestore'

export type Authorised = { readonly allowed: true } | Refusal
export interface Refusal {
  readonly allowed: false
  readonly code: RefusalCode
  /** One sentence or two: what, why, what to do. */
  readonly reason: string
}

export type RefusalCode =
  | 'noIncident'
  | 'notPermitted'
  | 'notAnApprover'
  | 'isSubject'
  | 'ownRequest'
  | 'nobodyLeft'
  | 'expired'
  | 'alreadyDecided'
  | 'notAsked'
  | 'planChanged'
  | 'notYetAsked'
  | 'alreadyVoted'
  | 'notPossible'

/** The codes that say no to this person; all others say no to this moment. */
export const personalCodes: readonly RefusalCode[] = [
  'notPermitted',
  'notAnApprover',
  'isSubject',
  'ownRequest',
  'notYetAsked',
]

/**
 * The one place where it is decided who may do what: API, command line, and every other way in ask here. Pure. `incident` is
 * the one acted on, as it is in the very step that the act becomes; null for what is about none. Allowed means that the
 * person may: whether the playbook has a use for it where it is, it says itself.
 */
export function authorise(rules: ApprovalRules, person: string, act: Act, incident: Incident | null): Authorised {
  if (!hasVerb(rules, person, act.verb)) return refuse(...withoutVerb(person, act.verb))
  if (incident === null || !movesIncident(act.verb)) return allowed
  if (isSubject(rules, incident, person)) {
    return refuse('isSubject', `${person} is whom this incident is about, and has no say in it. Ask another approver.`)
  }
  if ('planDigest' in act) return authoriseDecision(rules, person, act, incident)
  return act.verb === 'requestRestore' ? authoriseRestoreRequest(rules, person, incident) : allowed
}

const allowed: Authorised = { allowed: true }
const refuse = (code: RefusalCode, reason: string): Refusal => ({ allowed: false, code, reason })

const decisions: Readonly<Record<DecisionVerb, { question: Question; decision: 'approve' | 'deny' }>> = {
  approveContain: { question: 'contain', decision: 'approve' },
  denyContain: { question: 'contain', decision: 'deny' },
  approveRestore: { question: 'restore', decision: 'approve' },
  denyRestore: { question: 'restore', decision: 'deny' },
}

/** The verb of a decision on a question. */
export function verbOf(question: Question, decision: 'approve' | 'deny'): DecisionVerb {
  if (question === 'contain') return decision === 'approve' ? 'approveContain' : 'denyContain'
  return decision === 'approve' ? 'approveRestore' : 'denyRestore'
}

function isDecision(verb: Verb): verb is DecisionVerb {
  return verb in decisions
}

function movesIncident(verb: Verb): boolean {
  return isDecision(verb) || verb === 'requestRestore' || verb === 'retry' || verb === 'close'
}

function withoutVerb(person: string, verb: Verb): [RefusalCode, string] {
  if (isDecision(verb)) {
    const { question } = decisions[verb]
    return ['notAnApprover', `${person} is not an approver of "${question}": approvals.${question} names who is.`]
  }
  return ['notPermitted', `${person} may not ${inWords[verb]}: no role in the configuration gives ${person} that.`]
}

const inWords: Readonly<Record<Exclude<Verb, DecisionVerb>, string>> = {
  view: 'look at incidents',
  requestRestore: 'ask for a restore',
  retry: 'let an incident go on',
  close: 'close an incident',
  freeze: 'freeze writes',
  unfreeze: 'unfreeze writes',
  allowBlocks: 'allow blocks beyond the cap',
  acceptReconcile: 'accept a reconciliation',
  exportAudit: 'export the record',
}

function authoriseDecision(
  rules: ApprovalRules,
  person: string,
  { verb, planDigest }: { readonly verb: DecisionVerb; readonly planDigest: string },
  incident: Incident,
): Authorised {
  const { question, decision } = decisions[verb]
  const { approvals, quorum, restoreRequestedBy } = incident.snapshot.context
  if (decision === 'approve' && question === 'restore' && restoreRequestedBy === person) {
    return refuse('ownRequest', `${person} asked for this restore and cannot approve it. Another approver can.`)
  }
  const asked = askedQuestion(incident)
  if (asked === null || asked.question !== question) return notAsked(incident, question, planDigest)
  if (asked.planDigest !== planDigest) {
    return refuse('planChanged', `The plan changed; it is ${asked.planDigest} now. Look at it and decide again.`)
  }
  if (!circlesOf(rules, question, asked.circle).includes(person)) {
    return refuse(
      'notYetAsked',
      `${person} is asked only when the approvers let the question expire. They still have time.`,
    )
  }
  if (decision === 'approve' && approvals.includes(person)) {
    return refuse(
      'alreadyVoted',
      `${person} has approved already (${approvals.length} of ${quorum}). Others are needed.`,
    )
  }
  return allowed
}

/** Late is told from early: what became of the question that the person was shown. */
function notAsked(incident: Incident, question: Question, planDigest: string): Refusal {
  const { decidedBy, expiredPlanDigest } = incident.snapshot.context
  const now = `The incident is in ${incident.state} since ${incident.updatedAt}.`
  if (expiredPlanDigest === planDigest) {
    const again = question === 'contain' ? 'retry' : 'restore'
    return refuse('expired', `This expired before anybody decided it. ${now} \`tourniquet ${again}\` asks anew.`)
  }
  if (decidedBy.length > 0 && planDigest === lastDecided(incident, question)) {
    return refuse('alreadyDecided', `It was decided by ${decidedBy.join(', ')}. ${now}`)
  }
  return refuse('notAsked', `Nobody is asked this now. ${now}`)
}

/** The plan of this question, if it is the one that `decidedBy` is about. A restore that was denied leaves no open plan. */
function lastDecided({ snapshot: { context } }: Incident, question: Question): string | null {
  const { containPlanDigest, restorePlanDigest, openPlanDigest } = context
  const plan = question === 'contain' ? containPlanDigest : restorePlanDigest
  return openPlanDigest === plan || (question === 'restore' && openPlanDigest === null) ? plan : null
}

/** A restore that nobody could approve would only wait for its end: said at once, with the cure. */
function authoriseRestoreRequest(rules: ApprovalRules, person: string, incident: Incident): Authorised {
  const others = circlesOf(rules, 'restore', 'second').filter(
    (name) => name !== person && !isSubject(rules, incident, name),
  )
  const { quorum } = rules.restore
  if (others.length >= quorum) return allowed
  return refuse(
    'nobodyLeft',
    `${quorum} others must approve a restore, and ${others.length} can. Let an operator ask, or name more approvers.`,
  )
}

/** A session is often named after its person, or by the address: whoever is accused by any name has no say. */
function isSubject(rules: ApprovalRules, incident: Incident, person: string): boolean {
  const { type, name, sessionName, issuer } = incident.snapshot.context.principal
  const named = type === 'user' || type === 'federatedUser' ? [name] : []
  const accused = [...named, sessionName ?? '', issuer?.type === 'user' ? issuer.name : '']
  const names = [person, ...(rules.knownAs?.get(person) ?? [])]
  return accused.some((one) => names.some((other) => mayBeSamePerson(one, other)))
}
