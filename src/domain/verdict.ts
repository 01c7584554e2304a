import { z } from 'zod'

/** One act against the block or around it, and who did it where CloudTrail says so. */
export const tamperingActSchema = z.object({
  what: z.string(),
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export type TamperingAct = z.infer<typeof tamperingActSchema>

/**
 * "Contained" is never a guess. The same vocabulary in API, Slack, console and report:
 * - policy: what re-reads during soak and watch saw (proves the control plane only)
 * - enforcement: what the principal's own calls after the window showed
 * - tampering: acts against the block; empty for none
 * - contained: true only if held through the soak, not violated, no tampering; always shown with `enforcement` beside it
 */
export const verdictSchema = z.object({
  policy: z.enum(['held', 'missing', 'altered', 'unknown']),
  enforcement: z.enum(['observed', 'notObserved', 'violated']),
  tampering: z.array(tamperingActSchema),
  contained: z.boolean(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** What one look at the block saw. `denied` and `succeeded` count the principal's calls by event time after the window. */
export const blockObservationSchema = z.object({
  policy: z.enum(['held', 'missing', 'altered']),
  readAt: z.iso.datetime(),
  denied: z.number().int().nonnegative(),
  succeeded: z.array(z.object({ eventId: z.string(), eventName: z.string(), eventTime: z.iso.datetime() })),
  /** Successes while enforcement may still have been on its way: to be looked into, not a failed block. */
  inWindow: z.array(z.object({ eventId: z.string(), eventName: z.string(), eventTime: z.iso.datetime() })),
  tampering: z.array(tamperingActSchema),
  /** False where CloudTrail could not be asked: then enforcement is simply not known from this look. */
  eventsRead: z.boolean(),
})
export type BlockObservation = z.infer<typeof blockObservationSchema>
