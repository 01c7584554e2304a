import type { Question } from '../domain/effect.js'
import type { Incident } from '../domain/incident.js'
import type { Principal } from '../domain/principal.js'
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
  | 'alreadyDone'
  | 'tooMany'
  | 'notTheOwner'
  | 'badArn'
  | 'notServed'

/** The codes that say no to this person; all others say no to this moment. */
export const personalCodes: readonly RefusalCode[] = [
  'notPermitted',
  'notAnApprover',
  'isSubject',
  'ownRequest',
  'notYetAsked',
  'notTheOwner',
]

/**
 * The one place where it is decided who may do what: API, command line, and every other way in ask here. Pure. `incident` is
 * the one acted on, as it is in the very step that the act becomes; null for what is about none. Allowed means that the
 * person may: whether the playbook has a use for it where it is, it says itself.
 */
export function authorise(rules: ApprovalRules, person: string, act: Act, incident: Incident | null): Authorised {
  if (!hasVerb(rules, person, act.verb)) return refuse(...withoutVerb(person, act.verb))
  if (incident === null || !concernsIncident(act.verb)) return allowed
  const { principal: accused, trusted, containRequestedBy } = incident.snapshot.context
  if (isAccused(rules, accused, person)) {
    return refuse('isSubject', `${person} is whom this incident is about, and has no say in it. Ask another approver.`)
  }
  if ('planDigest' in act) return authoriseDecision(rules, person, act, incident)
  if (act.verb === 'vouch') {
    // Of one that is believed already the playbook itself says that nobody waits for a vouch.
    const lent = trusted ? [] : containRequestedBy
    return authoriseAsking(rules, [...lent, person], 'contain', accused)
  }
  return act.verb === 'requestRestore' ? authoriseAsking(rules, [person], 'restore', accused) : allowed
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

/** Whoever is accused has no part in these. What they know they may say, like everybody. */
function concernsIncident(verb: Verb): boolean {
  return (
    isDecision(verb) || ['requestRestore', 'askOwner', 'retry', 'close', 'chooseScope', 'vouch', 'name'].includes(verb)
  )
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
  requestBlock: 'ask for a block',
  requestRestore: 'ask for a restore',
  chooseScope: 'choose what of a role is denied',
  vouch: 'vouch for a finding',
  name: 'name the principal of an incident',
  askOwner: 'have anybody asked "was this you?"',
  addNote: 'add notes',
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
  const { approvals, quorum, containRequestedBy, restoreRequestedBy } = incident.snapshot.context
  const requestedBy = question === 'contain' ? containRequestedBy : [restoreRequestedBy]
  const own = [person, ...(rules.knownAs?.get(person) ?? [])]
  if (decision === 'approve' && requestedBy.some((name) => name !== null && own.includes(name))) {
    const why = question === 'contain' ? `This block rests on ${person}'s word` : `${person} asked for this restore`
    return refuse('ownRequest', `${why}: who did cannot approve it. Another approver can.`)
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
  if (decision === 'approve' && approvals.some((name) => own.includes(name))) {
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
  const { containPlanDigest, restorePlanDigest, openPlanDigest, unreported } = context
  // A wider block is not the one that stands before its write is reported.
  const plan = question === 'contain' ? (unreported?.to ?? containPlanDigest) : restorePlanDigest
  return openPlanDigest === plan || (question === 'restore' && openPlanDigest === null) ? plan : null
}

/**
 * A question that nobody could answer would only wait for its end: said at once to whoever asks for it, with the cure. `askers`
 * are all whose word it would rest on.
 */
export function authoriseAsking(
  rules: ApprovalRules,
  askers: readonly string[],
  question: Question,
  accused: Principal,
): Authorised {
  const others = circlesOf(rules, question, 'second').filter(
    (name) => !askers.includes(name) && !isAccused(rules, accused, name),
  )
  const { quorum } = rules[question]
  if (others.length >= quorum) return allowed
  const what = question === 'contain' ? 'block' : 'restore'
  return refuse(
    'nobodyLeft',
    `${quorum} others must approve a ${what}, and ${others.length} can. Let an operator ask, or name more approvers.`,
  )
}

/** A session is often named after its person, or by the address: whoever is accused by any name has no say. */
function isAccused(rules: ApprovalRules, accusedOne: Principal, person: string): boolean {
  const { type, name, sessionName, issuer } = accusedOne
  const named = type === 'user' || type === 'federatedUser' ? [name] : []
  const accused = [...named, sessionName ?? '', issuer?.type === 'user' ? issuer.name : '']
  const names = [person, ...(rules.knownAs?.get(person) ?? [])]
  return accused.some((one) => names.some((other) => mayBeSamePerson(one, other)))
}
