import type { MatchedStatement } from './evaluate.js'
import type { PolicyDocument, Principal, Statement } from './policy-document.js'
import type { RequestContext } from './request-context.js'
import { contextLookup } from './request-context.js'
import { asList, statementApplies } from './statement-applies.js'

/** Who asks to assume a role. */
export interface TrustCaller {
  /** `arn:aws:iam::...:user/x`, `arn:aws:iam::...:role/x` for a role's session (its role), or `...:root`. */
  principalArn: string
  accountId: string
  /** The session's own ARN (`arn:aws:sts::...:assumed-role/x/session`), which a trust policy may name too. */
  sessionArn?: string
  /** `ec2.amazonaws.com` where an AWS service assumes the role; principalArn then counts for nothing. */
  service?: string
  /** The identity provider, for AssumeRoleWithSAML and AssumeRoleWithWebIdentity; principalArn then counts for nothing. */
  federated?: string
  /** sts:AssumeRole when left out. */
  action?: string
}

export type TrustDecision = {
  result: 'allowed' | 'explicitDeny' | 'implicitDeny'
  because: string
  matched: Omit<MatchedStatement, 'policyType'>[]
  /**
   * Whom the policy trusts by the statements that allowed: this very principal (or everyone), which within one account
   * is enough; or only the account, which leaves it to the caller's identity policies to allow sts:AssumeRole.
   */
  trusted: 'principal' | 'account' | 'nobody'
}

type PrincipalMatch = 'principal' | 'account' | undefined

/**
 * Whether a role's trust policy lets the caller in. It does not look at the caller's identity policies: where
 * `trusted` is 'account', or the caller is of another account, they have to allow the call as well.
 *
 * NotPrincipal matches whoever is not named, and trusts the account only.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function evaluateTrust(caller: TrustCaller, trust: PolicyDocument, context: RequestContext): TrustDecision {
  const request = { action: caller.action ?? 'sts:AssumeRole', resource: '*', context: contextLookup(context) }
  const applied = asList(trust.Statement)
    .map((statement) => ({ statement, match: statementPrincipal(statement, caller) }))
    .filter(({ statement, match }) => match && statementApplies(statement, trust.Version, request))

  const denies = applied.filter(({ statement }) => statement.Effect === 'Deny')
  if (denies.length > 0)
    return decision('explicitDeny', denies, 'There is an explicit deny in the trust policy.', 'nobody')
  if (applied.length === 0) {
    return decision('implicitDeny', [], `The trust policy does not allow ${request.action} to this caller.`, 'nobody')
  }
  const direct = applied.some(({ match }) => match === 'principal')
  return decision('allowed', applied, `The trust policy allows ${request.action}.`, direct ? 'principal' : 'account')
}

function decision(
  result: TrustDecision['result'],
  applied: readonly { statement: Statement }[],
  because: string,
  trusted: TrustDecision['trusted'],
): TrustDecision {
  const matched = applied.map(({ statement: { Sid } }) => ({
    policy: 'AssumeRolePolicyDocument',
    ...(Sid === undefined ? {} : { sid: Sid }),
  }))
  return { result, because, matched, trusted }
}

function statementPrincipal(statement: Statement, caller: TrustCaller): PrincipalMatch {
  if (statement.Principal !== undefined) return principalMatch(statement.Principal, caller)
  if (statement.NotPrincipal === undefined) return undefined
  return principalMatch(statement.NotPrincipal, caller) === undefined ? 'account' : undefined
}

function principalMatch(principal: Principal, caller: TrustCaller): PrincipalMatch {
  if (principal === '*') return 'principal'
  if (caller.service !== undefined) return asList(principal.Service).includes(caller.service) ? 'principal' : undefined
  if (caller.federated !== undefined) {
    return asList(principal.Federated).includes(caller.federated) ? 'principal' : undefined
  }
  const named = asList(principal.AWS)
  if (named.some((name) => name === '*' || name === caller.principalArn || name === caller.sessionArn))
    return 'principal'
  return named.some((name) => isAccount(name, caller.accountId)) ? 'account' : undefined
}

/** `arn:aws:iam::111122223333:root` stands for the whole account, as does its bare number. */
function isAccount(name: string, accountId: string): boolean {
  return name === accountId || /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1] === accountId
}
