import { z } from 'zod'
import { findingKey } from './finding-key.js'
import { principalSchema } from './principal.js'

/** Where findings come from. All but a person's can be read; which are served is for the configuration to say. */
export const findingSourceSchema = z.enum([
  'guardduty',
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
  'person',
])
export type FindingSource = z.infer<typeof findingSourceSchema>

/**
 * What a finding is about beside who it accuses: a Roles Anywhere profile is what the attacker set up, and what a block is put on,
 * while the principal is who set it up. null where the source does not tell.
 */
export const findingSubjectSchema = z.object({
  kind: z.literal('rolesAnywhereProfile'),
  name: z.string().max(2048).nullable(),
  id: z.string().max(512).nullable(),
  arn: z.string().max(2048).nullable(),
  /** The roles that the profile hands out. */
  roleArns: z.array(z.string().max(2048)).max(250),
})
export type FindingSubject = z.infer<typeof findingSubjectSchema>

/**
 * One external alert after parsing; immutable. `title` and every name in it are the attacker's to choose: escape them.
 * `severity` is on GuardDuty's scale, 0 to 10. Times are ISO 8601 in UTC.
 */
export const findingSchema = z.object({
  source: findingSourceSchema,
  /** The source's own id of the finding: GuardDuty reuses it for later occurrences of the same activity. */
  sourceId: z.string().min(1).max(512),
  /** AWS's ARN of the finding itself, where it has one: by it AWS can be asked. */
  arn: z.string().max(1024).optional(),
  /** By which way it came, where that is more than its source tells: `sns`, a queue. */
  feed: z.string().max(64).optional(),
  type: z.string().max(512),
  title: z.string().max(2048),
  severity: z.number().min(0).max(10),
  /** A test finding of the source: goes to an exercise, never to a live incident. */
  sample: z.boolean(),
  /** False where the sender could have forged it: evidence is gathered, containment is a person's decision. */
  trusted: z.boolean(),
  /** In a sentence, why it could have been forged; only where it is not trusted. It may quote the payload. */
  distrust: z.string().max(2048).optional(),
  accountId: z.string(),
  /** '' where the source does not tell. */
  region: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  count: z.number().int().nonnegative(),
  principal: principalSchema,
  /** Who, of another account, asked for the role that is accused; only where the source tells. */
  askedBy: principalSchema.optional(),
  subject: findingSubjectSchema.optional(),
  /** Who said whom it accuses, where the source did not: on its own it is then no more than that person's word. */
  namedBy: z.string().optional(),
})
export type Finding = z.infer<typeof findingSchema>

/** Whether AWS can be asked if it has the finding: it keeps those of GuardDuty and Security Hub. */
export function isConfirmable({ source }: Finding): boolean {
  return source === 'guardduty' || source === 'security-hub'
}

/** Two deliveries with this key are one, whichever feed brought them: the same update of the same finding. */
export function dedupKey(finding: Finding): string {
  return [findingKey(finding), new Date(finding.updatedAt).toISOString()].join('|')
}

/** The way by which it came, for people. */
export function feedOf({ source, feed }: Finding): string {
  return feed ?? source
}
