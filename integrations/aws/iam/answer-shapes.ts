import { z } from 'zod'
import { plainPolicyText } from '../../../src/containment/policy-text.js'
import { AwsError } from '../../../src/domain/aws-error.js'

/**
 * What stands in where an endpoint does not say when something was created: older than any incident. IAM always says it;
 * servers that imitate it may not, and what has no date is then never taken for something new.
 */
export const creationNotTold = '1970-01-01T00:00:00.000Z'

export const createdAt = z
  .date()
  .optional()
  .transform((date) => date?.toISOString() ?? creationNotTold)

/** When something was last used; null where it never was, or where nobody says so. */
export const momentOrNull = z
  .date()
  .optional()
  .transform((date) => date?.toISOString() ?? null)

/** Without a path an entity is where IAM puts it by default. */
export const path = z.string().startsWith('/').optional().default('/')

export const boundary = z.object({ PermissionsBoundaryArn: z.string().optional() }).optional()

export const tags = z
  .array(z.object({ Key: z.string(), Value: z.string().default('') }))
  .optional()
  .transform((list) => (list ?? []).map(({ Key, Value }) => ({ key: Key, value: Value })))

/** A policy's text, decoded. */
export const policyText = z.string().transform(plainPolicyText)

/** An answer as its schema reads it. What identifies an entity must be there: nothing is decided on a guess. */
export function readAnswer<Schema extends z.ZodType>(operation: string, schema: Schema, answer: object | undefined) {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const message = `The answer lacks what it must have: ${z.prettifyError(parsed.error)}`
  throw new AwsError({ kind: 'unknown', code: 'UnexpectedAnswer', operation, message })
}
