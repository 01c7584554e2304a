import { z } from 'zod'
import { type Account, enforcedPolicies, findRole } from '../../account/account.js'
import { type Caller, callerArn } from '../../account/callers.js'
import type { Role, RoleSession } from '../../account/entities.js'
import { issueSession } from '../../account/sessions.js'
import type { JsonObject } from '../../json.js'
import { authorize, globalConditions } from '../../pipeline/authorize.js'
import { accessDenied, type Failure, validationError } from '../../pipeline/aws-error.js'
import type { CallContext, Reply, Success } from '../../pipeline/call.js'
import { type ConditionKeys, type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys } from '../../pipeline/record.js'
import { evaluateTrust, type TrustCaller } from '../../policy/evaluate.js'
import { credentialsShape, recordedCredentials } from './issued-credentials.js'
import { sessionPolicies, sessionPolicyInput } from './session-policies.js'

const sessionName = z
  .string()
  .min(2, 'Member must have length greater than or equal to 2')
  .max(64, 'Member must have length less than or equal to 64')
  .regex(/^[\w+=,.@-]*$/, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*')

const assumeRoleInput = z.object({
  RoleArn: z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/./, 'is not a role ARN'),
  RoleSessionName: sessionName,
  DurationSeconds: z.coerce
    .number()
    .int()
    .min(900, 'Member must have value greater than or equal to 900')
    .max(43_200)
    .default(3600),
  ExternalId: z.string().min(2).max(1224).optional(),
  SourceIdentity: sessionName.optional(),
  ...sessionPolicyInput,
})
type AssumeRoleInput = z.output<typeof assumeRoleInput>

const assumeRole = operation({
  service: 'sts',
  name: 'AssumeRole',
  readOnly: true,
  input: assumeRoleInput,
  resource: (_, input) => input.RoleArn,
  authorize: mayAssume,
  run: runAssumeRole,
})

/** The role and the account that it is of, which may be another one than the caller's. */
function targetRole({ accounts }: Account, arn: string): { home: Account; role: Role } | undefined {
  const home = accounts.get(arn.split(':')[4] ?? '')
  const role = home && findRole(home, arn.split('/').at(-1) ?? '')
  return home !== undefined && role?.arn === arn ? { home, role } : undefined
}

/**
 * The caller's policies must not deny; the role's trust policy must name the caller, or its account, in which case the
 * caller's policies must also allow. Into another account they must in any case
 * (reference_policies_evaluation-logic-cross-account). A role that does not exist is denied in the same words as one that does not trust.
 */
function mayAssume(context: CallContext, input: AssumeRoleInput): Failure | undefined {
  const { account, caller } = context
  const refusal = accessDenied(
    'query',
    `User: ${callerArn(caller)} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
  )
  if (caller.kind === 'federated') return accessDenied('query', 'Cannot call AssumeRole with session credentials')
  const target = targetRole(account, input.RoleArn)
  const trust = target && enforcedPolicies(target.home, target.role).trust
  if (target === undefined || trust === undefined) return refusal
  const conditions = { ...globalConditions(context), ...assumeConditions(input) }
  const trusted = evaluateTrust(trustCaller(account, caller), trust, conditions)
  if (trusted.result !== 'allowed') return refusal
  const own = authorize(context, { action: 'sts:AssumeRole', resource: target.role.arn, context: conditions })
  // A trust policy that names the caller needs no identity policy beside it within the account, but a deny still wins.
  const isEnough = trusted.trusted === 'principal' && target.home === account
  return isEnough && own?.decision === 'implicitDeny' ? undefined : own?.failure
}

function trustCaller({ accountId }: Account, caller: Caller): TrustCaller {
  if (caller.kind !== 'session') return { principalArn: callerArn(caller), accountId }
  return { principalArn: caller.role.arn, sessionArn: caller.session.arn, accountId }
}

function assumeConditions(input: AssumeRoleInput): ConditionKeys {
  return {
    'sts:RoleSessionName': input.RoleSessionName,
    ...(input.ExternalId !== undefined && { 'sts:ExternalId': input.ExternalId }),
    ...(input.SourceIdentity !== undefined && { 'sts:SourceIdentity': input.SourceIdentity }),
  }
}

function runAssumeRole({ account, caller }: CallContext, input: AssumeRoleInput): Reply {
  const target = targetRole(account, input.RoleArn)
  if (target === undefined) throw new Error(`role ${input.RoleArn} passed authorization and is not there`)
  const { home, role } = target
  const refusal = durationRefusal(caller, role, input.DurationSeconds)
  if (refusal !== undefined) return refusal
  const policies = sessionPolicies(home, input)
  if (!policies.ok) return policies
  const session = issueSession(home, {
    role,
    sessionName: input.RoleSessionName,
    durationSeconds: input.DurationSeconds,
    // Once set it stays for the whole chain (id_credentials_temp_control-access_monitor).
    sourceIdentity: input.SourceIdentity ?? (caller.kind === 'session' ? caller.session.sourceIdentity : undefined),
    sessionPolicies: policies.policies,
  })
  const reply = assumeRoleReply(session, { accountId: home.accountId, type: 'AWS::IAM::Role', ARN: role.arn })
  return home === account ? reply : { ...reply, sharedWith: home }
}

function assumeRoleReply(session: RoleSession, role: JsonObject): Success {
  const { sourceIdentity } = session
  const common = sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }
  const AssumedRoleUser = { AssumedRoleId: session.principalId, Arn: session.arn }
  return {
    ok: true,
    result: { Credentials: credentialsShape(session), AssumedRoleUser, ...common },
    responseElements: { credentials: recordedCredentials(session), ...lowerKeys({ AssumedRoleUser, ...common }) },
    resources: [role],
  }
}

/** Chained sessions live an hour at most, whatever the role allows. */
function durationRefusal(caller: Caller, role: Role, durationSeconds: number): Failure | undefined {
  if (durationSeconds > role.maxSessionDurationSeconds) {
    return validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  if (caller.kind === 'session' && durationSeconds > 3600) {
    return validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  return undefined
}

export const assumeRoleOperations: Operation[] = [assumeRole]
