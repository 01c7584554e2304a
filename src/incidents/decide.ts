import type { Question } from '../domain/effect.js'
import type { Engine } from '../engine/engine.js'
import { authorise, type RefusalCode, verbOf } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { recordPersonalAct } from './record-refused.js'

export type { RefusalCode } from './authorise.js'
export type { ApprovalRules } from './authority.js'

/** One person's answer to one question, bound to the digest that the person was shown. */
export interface Decision {
  readonly question: Question
  readonly decision: 'approve' | 'deny'
  readonly planDigest: string
  readonly reason: string
  readonly by: string
  /** Of the configuration's rule that decides in place of a person. */
  readonly policyDigest?: string
}

export type Decided =
  | { readonly status: 'counted'; readonly approvals: number; readonly quorum: number; readonly state: string }
  | { readonly status: 'decided'; readonly state: string }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

/**
 * Takes one person's decision. Guarantees exactly one outcome under races: the question is looked at in the very step
 * that records the answer. A late, losing, repeated or unauthorised answer changes nothing, is told why, and is on the record.
 */
export async function decide(
  engine: Engine,
  rules: ApprovalRules,
  incidentId: string,
  { question, decision, planDigest, reason, by, policyDigest }: Decision,
): Promise<Decided> {
  const verb = verbOf(question, decision)
  const acted = await recordPersonalAct(engine, incidentId, {
    by,
    about: `${decision} ${question}`,
    event:
      decision === 'approve'
        ? { type: 'APPROVED', by, planDigest, reason, ...(policyDigest === undefined ? {} : { policyDigest }) }
        : { type: 'DENIED', by, planDigest, reason },
    ...(policyDigest === undefined ? {} : { actor: { kind: 'engine', name: by } }),
    refusal: (code, repeats) => ({ type: 'DECISION_REFUSED', by, question, decision, planDigest, code, repeats }),
    refusalOf: (incident) => {
      const authorised = authorise(rules, by, { verb, planDigest }, incident)
      return authorised.allowed ? null : authorised
    },
  })
  if (acted.status === 'refused') return { status: 'refused', code: acted.code, reason: acted.reason }
  const { state, snapshot } = acted.step
  // A playbook that has no use for an answer that was due ignores it, on the record.
  if (!acted.changed) return { status: 'refused', code: 'notAsked', reason: `The incident is in ${state}.` }
  if (state !== acted.before.state) return { status: 'decided', state }
  return { status: 'counted', approvals: snapshot.context.approvals.length, quorum: snapshot.context.quorum, state }
}
