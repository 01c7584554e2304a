import { type Account, enforcedPolicies } from '../account/account.js'
import { type Caller, callerArn } from '../account/sessions.js'
import { type AuthorizationRequest, type Decision, evaluate, type PolicySet } from '../policy/evaluate.js'
import { accessDenied, type Failure } from './aws-error.js'
import type { CallContext } from './call.js'
import type { ConditionKeys } from './operation.js'

const typeNames = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
} as const

/** What is in force for the caller at this moment, which may not be what IAM reports as written. */
export function policiesOf(account: Account, caller: Caller): PolicySet {
  const { identity, boundary } = enforcedPolicies(account, caller.kind === 'user' ? caller.user : caller.role)
  const session =
    caller.kind === 'session' && caller.session.sessionPolicies.length > 0 ? caller.session.sessionPolicies : undefined
  return { identity, ...(boundary && { boundary }), ...(session && { session }) }
}

/** A refusal, and whether some policy forbids the call or merely none allows it. */
export type Denial = { readonly decision: 'explicitDeny' | 'implicitDeny'; readonly failure: Failure }

/** undefined: allowed. Else the denial in the words of AWS, which say which kind of policy was missing or in the way. */
export function authorize({ account, caller, call }: CallContext, request: AuthorizationRequest): Denial | undefined {
  const policies = policiesOf(account, caller)
  const decision = evaluate(request, policies)
  if (decision.result === 'allowed') return undefined
  const subject = `User: ${callerArn(caller)} is not authorized to perform: ${request.action}`
  const message = `${subject} on resource: ${request.resource} ${reason(decision, request.action, policies)}`
  return { decision: decision.result, failure: accessDenied(call.family, message) }
}

function reason(decision: Decision, action: string, policies: PolicySet): string {
  if (decision.result === 'explicitDeny') {
    const type = decision.matched[0]?.policyType ?? 'identity'
    return `with an explicit deny in ${type === 'identity' ? 'an' : 'a'} ${typeNames[type]}`
  }
  const present = (['identity', 'boundary', 'session'] as const).filter((type) => policies[type] !== undefined)
  const missing = present.find((type) => !decision.matched.some(({ policyType }) => policyType === type))
  return `because no ${typeNames[missing ?? 'identity']} allows the ${action} action`
}

/** The condition keys that AWS puts into every request (reference_policies_condition-keys). */
export function globalConditions({ account, caller, call }: CallContext): ConditionKeys {
  const now = account.now()
  return {
    'aws:PrincipalArn': caller.kind === 'user' ? caller.user.arn : caller.role.arn,
    'aws:PrincipalAccount': account.accountId,
    'aws:PrincipalType': caller.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:SourceIp': call.sourceIp,
    'aws:UserAgent': call.userAgent,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:RequestedRegion': call.region,
    // The endpoints of AWS speak TLS only; that this one speaks plain HTTP on loopback must not change decisions.
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    ...principalConditions(caller),
  }
}

function principalConditions(caller: Caller): ConditionKeys {
  if (caller.kind === 'user') return { 'aws:userid': caller.user.userId, 'aws:username': caller.user.name }
  const { session, role } = caller
  return {
    'aws:userid': session.principalId,
    // Only temporary credentials have it: AWSRevokeOlderSessions must not touch long-term keys.
    'aws:TokenIssueTime': session.issuedAt.toISOString(),
    'aws:MultiFactorAuthPresent': 'false',
    ...(session.sourceIdentity !== undefined && { 'aws:SourceIdentity': session.sourceIdentity }),
    ...Object.fromEntries([...role.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  }
}
