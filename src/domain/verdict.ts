import { z } from 'zod'

/** One act against the block or around it, and who did it where CloudTrail says so. */
export const tamperingActSchema = z.object({
  what: z.string(),
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export type TamperingAct = z.infer<typeof tamperingActSchema>

/**
 * The session that a block denies alone was left behind: whoever was given it has another one of the same role, opened since or
 * before, which nothing denies. What CloudTrail tells of the call that gave it, for people to look it up; texts are the attacker's words.
 */
export const returnedSchema = z.object({
  eventId: z.string(),
  /** The same in the caller's own account. */
  sharedEventId: z.string().nullable(),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The very principal that was given the session that is denied, or another one of its account that is not known to use the role. */
  asker: z.enum(['same', 'sameAccount']),
  /** Set where it was there before the block, and lives on. */
  before: z.literal(true).optional(),
})
export type Returned = z.infer<typeof returnedSchema>

/**
 * What came into being around the block and may be the attacker's way back: a principal or key (ATT&CK T1136.003, T1098.001), a way in
 * from outside AWS (a trust anchor or profile of Roles Anywhere, an identity provider), or a session that the plan does not name, since CloudTrail shows late that it was obtained (T1550.001): of another identity,
 * or, of a role of which the block denies less than everything, a new one of the same caller (`returned`).
 * `cause` tells whether CloudTrail shows that the contained principal, or a suspect, made it; `unknown` where no record of its
 * making was read yet. What somebody else is known to have made is no suspect.
 */
export const suspectSchema = z.object({
  kind: z.enum(['user', 'role', 'accessKey', 'session', 'trustAnchor', 'profile', 'identityProvider']),
  /**
   * Left out: it came into being. Else it was there before, and another way into it was opened: `createdAt` and `by` are of that
   * (ATT&CK T1098).
   */
  opened: z
    .enum([
      'trust',
      'password',
      'newPassword',
      'accessKey',
      'serviceCredential',
      'sshKey',
      'signingCertificate',
      'changed',
      'enabled',
    ])
    .optional(),
  /**
   * User or role name; for a key `user name/key id`; for a session `ARN of its role/session name/key id`; for a trust anchor or profile
   * of Roles Anywhere `name/id`; for an identity provider its ARN, or its name or URL where the record has none.
   */
  name: z.string(),
  createdAt: z.iso.datetime(),
  by: z.string().nullable(),
  cause: z.enum(['principal', 'unknown']),
  returned: returnedSchema.optional(),
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
 * - trailUnread: how many looks in a row, up to the newest, were to ask CloudTrail and could not, three for as many or more; three also
 *   while none has been answered at all. Left out for none
 * - contained: true only if held through the soak, not violated, not simulated as allowed, no tampering, no suspects, no cut, and
 *   CloudTrail read by one of the last three looks that were to; always shown with `enforcement` beside it
 */
export const verdictSchema = z.object({
  policy: z.enum(['held', 'missing', 'altered', 'unknown']),
  enforcement: z.enum(['observed', 'notObserved', 'violated']),
  simulation: z.enum(['denied', 'allowed', 'unknown']),
  tampering: z.array(tamperingActSchema),
  suspects: z.array(suspectSchema),
  trailCut: z.literal(true).optional(),
  trailUnread: z.number().int().min(1).max(3).optional(),
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
