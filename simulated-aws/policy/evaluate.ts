import type { PolicyDocument } from './policy-document.js'
import type { RequestContext } from './request-context.js'
import { contextLookup } from './request-context.js'
import type { StatementRequest } from './statement-applies.js'
import { asList, statementApplies } from './statement-applies.js'

export { evaluateTrust, type TrustCaller, type TrustDecision } from './evaluate-trust.js'
export { parsePolicyDocument, parseTrustPolicy } from './policy-document.js'

export type NamedPolicy = { name: string; document: PolicyDocument }
export type PolicyType = 'identity' | 'boundary' | 'session'
export type MatchedStatement = { policy: string; sid?: string; policyType: PolicyType }

export type Decision = {
  result: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** One sentence in the words of AWS's access-denied messages. */
  because: string
  /** The statements that decided: the denies, or the allows; for an implicit deny, the allows that did not suffice. */
  matched: MatchedStatement[]
}

export type AuthorizationRequest = { action: string; resource: string; context: RequestContext }

/** `identity` has every identity-based policy: the principal's own and, for a user, those of all its groups. */
export type PolicySet = { identity: NamedPolicy[]; boundary?: NamedPolicy; session?: NamedPolicy[] }

type Applied = MatchedStatement & { effect: 'Allow' | 'Deny' }

/**
 * Decides as IAM does within one account: an explicit deny in any policy wins; else some identity policy must allow,
 * be it the principal's own or a group's, and so must the permissions boundary and the session policies where
 * there are any (an empty list is none).
 *
 * Left out are resource policies, SCPs and RCPs: the simulated account has none. Trust policies: evaluateTrust.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AuthorizationRequest, policies: PolicySet): Decision {
  const asked: StatementRequest = { ...request, context: contextLookup(request.context) }
  const layers: [PolicyType, NamedPolicy[]][] = [['identity', policies.identity]]
  if (policies.boundary !== undefined) layers.push(['boundary', [policies.boundary]])
  if (policies.session !== undefined && policies.session.length > 0) layers.push(['session', policies.session])

  const applied = layers.flatMap(([type, named]) => named.flatMap((policy) => appliedStatements(policy, type, asked)))
  const denies = applied.filter(({ effect }) => effect === 'Deny').map(withoutEffect)
  if (denies.length > 0) return { result: 'explicitDeny', because: denialSentence(denies), matched: denies }

  const allows = applied.map(withoutEffect)
  const silent = layers.find(([type]) => !allows.some(({ policyType }) => policyType === type))
  if (silent !== undefined) {
    return { result: 'implicitDeny', because: silenceSentence(silent[0], request.action), matched: allows }
  }
  return { result: 'allowed', because: allowanceSentence(allows, request.action), matched: allows }
}

function appliedStatements(policy: NamedPolicy, policyType: PolicyType, request: StatementRequest): Applied[] {
  return asList(policy.document.Statement)
    .filter((statement) => statementApplies(statement, policy.document.Version, request))
    .map((statement) => ({
      policy: policy.name,
      ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
      policyType,
      effect: statement.Effect,
    }))
}

function withoutEffect({ effect: _, ...matched }: Applied): MatchedStatement {
  return matched
}

const typeNames: Record<PolicyType, string> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
}

function denialSentence(denies: MatchedStatement[]): string {
  const kinds = [...new Set(denies.map(({ policyType }) => typeNames[policyType]))]
  const article = denies[0]?.policyType === 'identity' ? 'an' : 'a'
  return `There is an explicit deny in ${article} ${kinds.join(' and a ')}: ${citations(denies)}.`
}

function silenceSentence(type: PolicyType, action: string): string {
  return `No ${typeNames[type]} allows the ${action} action.`
}

function allowanceSentence(allows: MatchedStatement[], action: string): string {
  return `The ${action} action is allowed: ${citations(allows)}.`
}

function citations(matched: MatchedStatement[]): string {
  return [...new Set(matched.map(({ policy, sid }) => (sid ? `${policy} (${sid})` : policy)))].join(', ')
}
