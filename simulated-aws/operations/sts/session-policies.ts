import { z } from 'zod'
import { type Account, managedAsNamed } from '../../account/account.js'
import { type Failure, malformedPolicyDocument, validationError } from '../../pipeline/aws-error.js'
import { type NamedPolicy, parsePolicyDocument } from '../../policy/evaluate.js'
import { listOf, policyArn } from '../iam/inputs.js'

/** The parameters by which a caller narrows the session that it asks for. */
export const sessionPolicyInput = {
  Policy: z.string().min(1).max(2048).optional(),
  PolicyArns: listOf(z.object({ arn: policyArn })).default([]),
}

type SessionPolicyInput = { Policy?: string | undefined; PolicyArns: { arn: string }[] }

/** Together they allow what any of them allows, within what the session's principal may do. */
export function sessionPolicies(
  account: Account,
  { Policy, PolicyArns }: SessionPolicyInput,
): { ok: true; policies: NamedPolicy[] } | Failure {
  const inline = Policy === undefined ? undefined : parsePolicyDocument(Policy)
  if (inline?.ok === false) return malformedPolicyDocument(inline.message)
  const unknown = PolicyArns.find(({ arn }) => !account.managedPolicies.has(arn))
  if (unknown !== undefined) return validationError(`The policy ${unknown.arn} does not exist.`)
  const managed = PolicyArns.flatMap(({ arn }) => managedAsNamed(account, arn))
  const own = inline === undefined ? [] : [{ name: 'session policy', document: inline.document }]
  return { ok: true, policies: [...own, ...managed] }
}
