import { z } from 'zod'
import { identityComplaint, trustComplaint } from './document-checks.js'

const oneOrMore = z.union([z.string(), z.array(z.string())])
const conditionValue = z.union([z.string(), z.number(), z.boolean()])
const conditionSchema = z.record(z.string(), z.record(z.string(), z.union([conditionValue, z.array(conditionValue)])))
const principalSchema = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: oneOrMore.optional(),
    Service: oneOrMore.optional(),
    Federated: oneOrMore.optional(),
    CanonicalUser: oneOrMore.optional(),
  }),
])

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principalSchema.optional(),
  NotPrincipal: principalSchema.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: conditionSchema.optional(),
})

const documentSchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema).min(1)]),
})

/**
 * An IAM policy as written: one statement or a list, one action or a list. Identity, boundary, session and trust
 * policies share the shape; which elements are forbidden where is for parsePolicyDocument and parseTrustPolicy.
 * @example { "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "*", "Resource": "*" }] }
 */
export type PolicyDocument = z.output<typeof documentSchema>
export type Statement = z.output<typeof statementSchema>
export type Principal = z.output<typeof principalSchema>
export type Condition = z.output<typeof conditionSchema>
export type ParsedPolicy = { ok: true; document: PolicyDocument } | { ok: false; message: string }

/**
 * Reads an identity policy (inline, managed, boundary or session) or says why IAM answers MalformedPolicyDocument, in
 * IAM's words where they are known. Without a Version it is of 2008-10-17, as IAM documents. Sizes are not checked.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(text: string): ParsedPolicy {
  return parseDocument(text, 'The policy is not in the valid JSON format.', identityComplaint)
}

/** Reads the trust policy of a role: it names principals and STS actions, and no resource. Else as above. */
export function parseTrustPolicy(text: string): ParsedPolicy {
  return parseDocument(text, 'This policy contains invalid Json', trustComplaint)
}

function parseDocument(
  text: string,
  notJson: string,
  complaint: (statements: readonly Statement[]) => string | undefined,
): ParsedPolicy {
  const parsed = z.string().transform(readJson).pipe(documentSchema).safeParse(text)
  if (!parsed.success) {
    const isJson = parsed.error.issues[0]?.code !== 'custom'
    return { ok: false, message: isJson ? 'Syntax errors in policy.' : notJson }
  }
  const { Statement } = parsed.data
  const message = complaint(Array.isArray(Statement) ? Statement : [Statement])
  return message === undefined ? { ok: true, document: parsed.data } : { ok: false, message }
}

function readJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
}
