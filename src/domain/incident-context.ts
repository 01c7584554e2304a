import { z } from 'zod'
import { scopeWishSchema } from './block-scope.js'
import { restoreAsSchema } from './plan.js'
import { principalSchema } from './principal.js'
import { lookDepthSchema, verdictSchema } from './verdict.js'

const durationMs = z.number().int().positive()
const digest = z.string().startsWith('sha256:').nullable()

function isAscending(looks: readonly { atMs: number }[]): boolean {
  return looks.every(({ atMs }, index) => atMs > (looks[index - 1]?.atMs ?? 0))
}

/**
 * People are reminded after `reminderMs`; half way, where it is not given or would come too late. Where nobody has decided by then, a second circle is asked beside them for
 * `escalationMs`; null: there is none, and the question ends.
 */
const questionTimingSchema = z.object({
  expiryMs: durationMs,
  reminderMs: durationMs.optional(),
  escalationMs: durationMs.nullable(),
})

/** Every wait of a playbook, in milliseconds of unscaled time. */
export const timingSchema = z.object({
  evidenceBudgetMs: durationMs,
  /** How often evidence is collected anew while people are asked about a block. */
  evidenceRefreshMs: durationMs,
  planningBudgetMs: durationMs,
  /** How long each question is open. */
  questions: z.object({ contain: questionTimingSchema, restore: questionTimingSchema }),
  writeBudgetMs: durationMs,
  /** When the soak looks at the block, counted from its start, and how deep. The last look ends the soak, so it sees all. */
  soakLooks: z
    .array(z.object({ atMs: durationMs, depth: lookDepthSchema }))
    .min(1)
    .refine(isAscending, 'each look comes later than the one before')
    .refine((looks) => looks.at(-1)?.depth === 'full', 'the look that ends the soak is a full one'),
  watchIntervalMs: durationMs,
  revokeSoakMs: durationMs,
  lateWriteWatchMs: durationMs,
  humanReminderMs: durationMs,
})
export type Timing = z.infer<typeof timingSchema>

/**
 * A restore not long ago that a finding is measured against: it asks people again only if it shows activity newer than that.
 */
export const holdDownSchema = z.object({
  incidentId: z.string(),
  restoredAt: z.iso.datetime(),
  until: z.iso.datetime(),
})
export type HoldDown = z.infer<typeof holdDownSchema>

/**
 * What an incident remembers between steps: JSON only. Documents (evidence, plans) are named by digest. A stored context
 * that this schema refuses parks its incident: XState itself would accept it silently.
 */
export const incidentContextSchema = z.object({
  principal: principalSchema,
  timing: timingSchema,
  /**
   * Whether people may be asked for a block: a finding that cannot be forged, one that AWS confirmed, or one that a person stands
   * for. Who stands for it is `containRequestedBy`: only where that is empty are these findings alone to be acted on.
   */
  trusted: z.boolean(),
  /** Whether AWS is still to be asked if it has the finding. */
  callBack: z.boolean(),
  /** Why the finding could have been forged, in a sentence; null where nothing speaks for that. */
  distrust: z.string().nullable(),
  evidenceDigest: digest,
  /** How many questions newer evidence has made void since somebody answered one. */
  evidenceVoids: z.number().int().nonnegative(),
  containPlanDigest: digest,
  containmentId: z.string().nullable(),
  /**
   * Everybody whose word the block rests on, who therefore cannot approve it: who had the incident opened by hand, who vouched for
   * a finding that could have been forged, who named a principal. Each once, in the order in which they spoke; empty where the
   * findings of machines are enough.
   */
  containRequestedBy: z.array(z.string()),
  /** How the scope of a block is chosen; null: the configuration's modes say what is done. */
  blockScope: scopeWishSchema.nullable(),
  /** Every plan of a block that was approved: a block of any other is nobody's wish. */
  approvedPlanDigests: z.array(z.string()),
  /** The plans that deny one session of a role and no more: of such a block more can be asked for. */
  sessionPlanDigests: z.array(z.string()),
  /** While more than what is blocked is asked for: who wants it, and its plan once there is one; null else. */
  widened: z.object({ to: digest, wish: scopeWishSchema }).nullable(),
  /**
   * The wider block that was ordered, until somebody reports its write: nobody knows whether it stands. What is known to stand is
   * that of `containPlanDigest`, which is watched meanwhile. null: none is waited for.
   */
  unreported: z.object({ to: z.string(), wish: scopeWishSchema }).nullable(),
  restorePlanDigest: digest,
  restoreAs: restoreAsSchema.nullable(),
  restoreRequestedBy: z.string().nullable(),
  /** What the open question is about: an approval of any other digest does not count. */
  openPlanDigest: digest,
  quorum: z.number().int().min(1),
  /** Who is asked: the approvers, or the second circle with them once these let it expire; null: nobody is asked. */
  askedCircle: z.enum(['first', 'second']).nullable(),
  /** The plan whose question ended with nobody's decision, until another is asked: a late answer is told so. */
  expiredPlanDigest: digest,
  /** Distinct people who approved the open question. */
  approvals: z.array(z.string()),
  decidedBy: z.array(z.string()),
  /** AWS's time of the write that put the block in place; null while there is none of ours. */
  appliedAt: z.iso.datetime().nullable(),
  /** Access keys of the plan that somebody else had turned off before we could. */
  leftAlone: z.array(z.string()),
  /** True from the order to write until it is known that nothing of ours stands: nobody may close over a block. */
  blockMayStand: z.boolean(),
  /** AWS's time of the restore that was confirmed; null before. */
  restoredAt: z.iso.datetime().nullable(),
  /** Set where the finding is covered by a restore just before it. */
  holdDown: holdDownSchema.nullable(),
  /** Our clock at the last look that CloudTrail answered: a newcomer from before, which it left out, is explained. */
  explainedUpTo: z.iso.datetime().nullable(),
  /**
   * AWS's time at which a person's retry had the block put again: that our policies were taken off before it is on the record, and
   * no longer held against the block. null: nobody retried.
   */
  gapsUpTo: z.iso.datetime().nullable(),
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
  readonly holdDown: HoldDown | null
  /** null: a machine's finding opens it. */
  readonly requestedBy: string | null
  /** See the context's own. */
  readonly trusted: boolean
  readonly callBack: boolean
  readonly distrust: string | null
}
