import { z } from 'zod'
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
 * One external alert after parsing; immutable. `title` and every name in it are the attacker's to choose: escape them.
 * `severity` is on GuardDuty's scale, 0 to 10. Times are ISO 8601 in UTC.
 */
export const findingSchema = z.object({
  source: findingSourceSchema,
  /** The source's own id of the finding: GuardDuty reuses it for later occurrences of the same activity. */
  sourceId: z.string().min(1).max(512),
  type: z.string().max(512),
  title: z.string().max(2048),
  severity: z.number().min(0).max(10),
  /** A test finding of the source: goes to an exercise, never to a live incident. */
  sample: z.boolean(),
  /** False where the sender could have forged it: evidence is gathered, containment is a person's decision. */
  trusted: z.boolean(),
  accountId: z.string(),
  /** '' where the source does not tell. */
  region: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  count: z.number().int().nonnegative(),
  principal: principalSchema,
})
export type Finding = z.infer<typeof findingSchema>

/** Two deliveries with this key are one: the same update of the same finding. */
export function dedupKey(finding: Finding): string {
  return [finding.source, finding.sourceId, finding.updatedAt].join('|')
}
