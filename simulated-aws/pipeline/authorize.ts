import { type Account, enforcedPolicies } from '../account/account.js'
import { type Caller, callerArn, callerPrincipal, callerUserId } from '../account/callers.js'
import type { Role, User } from '../account/entities.js'
import { assertNever } from '../assert-never.js'
import {
  type AuthorizationRequest,
  type Decision,
  evaluate,
  type NamedPolicy,
  type PolicySet,
} from '../policy/evaluate.js'
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
  const { identity, boundary } = enforcedPolicies(account, callerPrincipal(caller))
  const session = sessionPoliciesOf(caller)
  return { identity, ...(boundary && { boundary }), ...(session.length > 0 && { session }) }
}

function sessionPoliciesOf(caller: Caller): NamedPolicy[] {
  return caller.kind === 'session' || caller.kind === 'federated' ? caller.session.sessionPolicies : []
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
  return {
    'aws:SourceIp': call.sourceIp,
    'aws:UserAgent': call.userAgent,
    'aws:RequestedRegion': call.region,
    // The endpoints of AWS speak TLS only; that this one speaks plain HTTP on loopback must not change decisions.
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    ...timeConditions(account.now()),
    ...callerConditions(account, caller),
  }
}

export function timeConditions(now: Date): ConditionKeys {
  return { 'aws:CurrentTime': now.toISOString(), 'aws:EpochTime': String(Math.floor(now.getTime() / 1000)) }
}

/** What a request says about who makes it. */
export function callerConditions(account: Account, caller: Caller): ConditionKeys {
  return {
    'aws:userid': callerUserId(caller),
    ...kindConditions(account, caller),
    ...(caller.kind !== 'user' && temporaryConditions(caller.session.issuedAt)),
  }
}

function kindConditions(account: Account, caller: Caller): ConditionKeys {
  switch (caller.kind) {
    case 'user':
    case 'userSession':
      return principalConditions(account, caller.user)
    case 'session': {
      const { sourceIdentity } = caller.session
      const identity = sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': sourceIdentity }
      return { ...principalConditions(account, caller.role), ...identity }
    }
    case 'federated':
      return {
        'aws:PrincipalAccount': account.accountId,
        'aws:PrincipalArn': caller.session.arn,
        'aws:PrincipalType': 'FederatedUser',
      }
    default:
      return assertNever(caller)
  }
}

/** What a request says of the role or user behind it, whichever session or key it comes by. */
export function principalConditions({ accountId }: Account, principal: Role | User): ConditionKeys {
  const isUser = principal.kind === 'user'
  return {
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
    ...(isUser && { 'aws:username': principal.name }),
    ...Object.fromEntries([...principal.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  }
}

/** Only temporary credentials have these: AWSRevokeOlderSessions must not touch long-term keys. */
function temporaryConditions(issuedAt: Date): ConditionKeys {
  return { 'aws:TokenIssueTime': issuedAt.toISOString(), 'aws:MultiFactorAuthPresent': 'false' }
}
