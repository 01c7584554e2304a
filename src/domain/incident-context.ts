import { z } from 'zod'
import { restoreAsSchema } from './plan.js'
import { principalSchema } from './principal.js'
import { verdictSchema } from './verdict.js'

const durationMs = z.number().int().positive()
const digest = z.string().startsWith('sha256:').nullable()

function isAscending(times: readonly number[]): boolean {
  return times.every((time, index) => time > (times[index - 1] ?? 0))
}

/** Every wait of a playbook, in milliseconds of unscaled time. */
export const timingSchema = z.object({
  evidenceBudgetMs: durationMs,
  planningBudgetMs: durationMs,
  approvalReminderMs: durationMs,
  approvalExpiryMs: durationMs,
  writeBudgetMs: durationMs,
  /** When the soak looks at the block, counted from its start. The last one ends the soak. */
  soakChecksMs: z.array(durationMs).min(1).refine(isAscending, 'each look comes later than the one before'),
  watchIntervalMs: durationMs,
  revokeSoakMs: durationMs,
  lateWriteWatchMs: durationMs,
  humanReminderMs: durationMs,
})
export type Timing = z.infer<typeof timingSchema>

/**
 * What an incident remembers between steps: JSON only. Documents (evidence, plans) are named by digest. A stored context
 * that this schema refuses parks its incident: XState itself would accept it silently.
 */
export const incidentContextSchema = z.object({
  principal: principalSchema,
  timing: timingSchema,
  evidenceDigest: digest,
  containPlanDigest: digest,
  containmentId: z.string().nullable(),
  restorePlanDigest: digest,
  restoreAs: restoreAsSchema.nullable(),
  restoreRequestedBy: z.string().nullable(),
  /** What the open question is about: an approval of any other digest does not count. */
  openPlanDigest: digest,
  quorum: z.number().int().min(1),
  /** Distinct people who approved the open question. */
  approvals: z.array(z.string()),
  decidedBy: z.array(z.string()),
  /** AWS's time of the write that put the block in place; null while there is none of ours. */
  appliedAt: z.iso.datetime().nullable(),
  soakChecks: z.number().int().nonnegative(),
  reputs: z.number().int().nonnegative(),
  verdict: verdictSchema,
  joinedFindings: z.number().int().nonnegative(),
  /** Why the incident is where it is, for people: refused, denied, needsHuman. */
  reason: z.string(),
})
export type IncidentContext = z.infer<typeof incidentContextSchema>

/** What a playbook starts from. */
export interface IncidentInput {
  readonly principal: IncidentContext['principal']
  readonly timing: Timing
}
