import { z } from 'zod'
import { type Caller, callerArn } from '../../account/callers.js'
import { issueFederatedSession, issueUserSession } from '../../account/sessions.js'
import { authorize, globalConditions } from '../../pipeline/authorize.js'
import { accessDenied, type Failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys } from '../../pipeline/record.js'
import { credentialsShape, recordedCredentials } from './issued-credentials.js'
import { sessionPolicies, sessionPolicyInput } from './session-policies.js'

/** 15 minutes to 36 hours, 12 hours if nothing is said. */
const durationSeconds = z.coerce
  .number()
  .int()
  .min(900, 'Member must have value greater than or equal to 900')
  .max(129_600, 'Member must have value less than or equal to 129600')
  .default(43_200)

/** Both calls want the long-term key of a user. */
function longTermKeyOnly(caller: Caller, operationName: string): Failure | undefined {
  if (caller.kind === 'user') return undefined
  return accessDenied('query', `Cannot call ${operationName} with session credentials`)
}

/** "You cannot use policies to control authentication operations" (STS API reference, GetSessionToken). */
const getSessionToken = operation({
  service: 'sts',
  name: 'GetSessionToken',
  readOnly: true,
  input: z.object({
    DurationSeconds: durationSeconds,
    SerialNumber: z.string().optional(),
    TokenCode: z.string().optional(),
  }),
  authorize: ({ caller }, { SerialNumber, TokenCode }) => {
    const refusal = longTermKeyOnly(caller, 'GetSessionToken')
    if (refusal !== undefined || (SerialNumber ?? TokenCode) === undefined) return refusal
    // No user has an MFA device here, so no code is right.
    return accessDenied('query', 'MultiFactorAuthentication failed with invalid MFA one time pass code.')
  },
  run: ({ account, caller }, { DurationSeconds }) => {
    if (caller.kind !== 'user') throw new Error('GetSessionToken was authorized for session credentials')
    const session = issueUserSession(account, { user: caller.user, durationSeconds: DurationSeconds })
    return {
      ok: true,
      result: { Credentials: credentialsShape(session) },
      responseElements: { credentials: recordedCredentials(session) },
    }
  },
})

const federatedName = z
  .string()
  .min(2, 'Member must have length greater than or equal to 2')
  .max(32, 'Member must have length less than or equal to 32')
  .regex(/^[\w+=,.@-]*$/, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*')

const getFederationToken = operation({
  service: 'sts',
  name: 'GetFederationToken',
  readOnly: true,
  input: z.object({ Name: federatedName, DurationSeconds: durationSeconds, ...sessionPolicyInput }),
  authorize: (context, { Name }) => {
    const { account, caller } = context
    const resource = `arn:${account.partition}:sts::${account.accountId}:federated-user/${Name}`
    const request = { action: 'sts:GetFederationToken', resource, context: globalConditions(context) }
    return longTermKeyOnly(caller, 'GetFederationToken') ?? authorize(context, request)?.failure
  },
  run: ({ account, caller }, input) => {
    if (caller.kind !== 'user') throw new Error(`GetFederationToken was authorized for ${callerArn(caller)}`)
    const policies = sessionPolicies(account, input)
    if (!policies.ok) return policies
    const session = issueFederatedSession(account, {
      user: caller.user,
      name: input.Name,
      durationSeconds: input.DurationSeconds,
      sessionPolicies: policies.policies,
    })
    const FederatedUser = { FederatedUserId: session.principalId, Arn: session.arn }
    const packed = { PackedPolicySize: packedPercent(input.Policy) }
    return {
      ok: true,
      result: { Credentials: credentialsShape(session), FederatedUser, ...packed },
      responseElements: { credentials: recordedCredentials(session), ...lowerKeys({ FederatedUser, ...packed }) },
    }
  },
})

/** AWS packs the policies into a binary form of its own: this is of its text's limit, 2,048 characters. */
function packedPercent(policy = ''): number {
  return Math.ceil((policy.length / 2048) * 100)
}

export const userTokenOperations: Operation[] = [getSessionToken, getFederationToken]
