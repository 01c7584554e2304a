import { z } from 'zod'

/** One act against the block or around it, and who did it where CloudTrail says so. */
export const tamperingActSchema = z.object({
  what: z.string(),
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export type TamperingAct = z.infer<typeof tamperingActSchema>

/**
 * What came into being around the block and may be the attacker's way back: a principal or key (ATT&CK T1136.003, T1098.001),
 * or a session of another identity that the plan does not name, since CloudTrail shows late that it was obtained (T1550.001).
 * `cause` tells whether CloudTrail shows that the contained principal, or a suspect, made it; `unknown` where no record of its
 * making was read yet. What somebody else is known to have made is no suspect.
 */
export const suspectSchema = z.object({
  kind: z.enum(['user', 'role', 'accessKey', 'session']),
  /**
   * Left out: it came into being. Else it was there before, and another way into it was opened: `createdAt` and `by` are of that
   * (ATT&CK T1098).
   */
  opened: z
    .enum(['trust', 'password', 'newPassword', 'accessKey', 'serviceCredential', 'sshKey', 'signingCertificate'])
    .optional(),
  /** User or role name; for a key `user name/key id`; for a session `ARN of its role/session name/key id`. */
  name: z.string(),
  createdAt: z.iso.datetime(),
  by: z.string().nullable(),
  cause: z.enum(['principal', 'unknown']),
})
export type Suspect = z.infer<typeof suspectSchema>

/**
 * "Contained" is never a guess. The same vocabulary in API, Slack, console and report:
 * - policy: what re-reads during soak and watch saw of everything that we wrote (proves the control plane only)
 * - enforcement: what the principal's own calls after the window showed
 * - simulation: what IAM's policy simulator says about probe actions (proves the policies' logic, not that they are enforced)
 * - tampering: acts against the block; empty for none
 * - suspects: new principals, keys and sessions that may be the attacker's; empty for none
 * - trailCut: set where the newest look that was to ask CloudTrail found more than it could read: what may hide there is not known
 * - contained: true only if held through the soak, not violated, not simulated as allowed, no tampering, no suspects and no cut;
 *   always shown with `enforcement` beside it
 */
export const verdictSchema = z.object({
  policy: z.enum(['held', 'missing', 'altered', 'unknown']),
  enforcement: z.enum(['observed', 'notObserved', 'violated']),
  simulation: z.enum(['denied', 'allowed', 'unknown']),
  tampering: z.array(tamperingActSchema),
  suspects: z.array(suspectSchema),
  trailCut: z.literal(true).optional(),
  contained: z.boolean(),
})
export type Verdict = z.infer<typeof verdictSchema>

/**
 * How deep a look goes; each includes the one before. `policy`: what we wrote. `account`: the entity's other attributes and
 * the account's users, roles and keys. `full`: CloudTrail, and IAM's policy simulator.
 */
export const lookDepthSchema = z.enum(['policy', 'account', 'full'])
export type LookDepth = z.infer<typeof lookDepthSchema>

const call = z.object({ eventId: z.string(), eventName: z.string(), eventTime: z.iso.datetime() })

/** What one look at the block saw. `denied` and `succeeded` count the principal's calls by event time after the window. */
export const blockObservationSchema = z.object({
  depth: lookDepthSchema,
  policy: z.enum(['held', 'missing', 'altered']),
  /** Which of our writes are not as we left them, in words; empty while `policy` is `held`. */
  missing: z.array(z.string()),
  readAt: z.iso.datetime(),
  denied: z.number().int().nonnegative(),
  succeeded: z.array(call),
  /** Successes while enforcement may still have been on its way: to be looked into, not a failed block. */
  inWindow: z.array(call),
  /** Successes that no policy can deny (sts:GetCallerIdentity, sts:GetSessionToken): listed as expected. */
  undeniable: z.array(call),
  tampering: z.array(tamperingActSchema),
  /** null where the account was not read in this look. */
  suspects: z.array(suspectSchema).nullable(),
  simulation: z.object({
    status: z.enum(['denied', 'allowed', 'unavailable', 'notAsked']),
    /** Probe actions that the simulator would not deny by an explicit deny. */
    notDenied: z.array(z.string()),
  }),
  /** False where CloudTrail was not or could not be asked: then enforcement is simply not known from this look. */
  eventsRead: z.boolean(),
  /** Set where there was more than could be read, or AWS throttled: whoever makes noise is not to hide behind it. */
  eventsCut: z.literal(true).optional(),
})
export type BlockObservation = z.infer<typeof blockObservationSchema>
