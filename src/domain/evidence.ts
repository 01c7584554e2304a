import { z } from 'zod'
import { digestCoverageSchema } from './digest-coverage.js'
import { investigationBriefSchema, rawResultSchema } from './investigation-brief.js'
import { roleUseSchema } from './role-use.js'
import { anywhereEvidenceSchema } from './roles-anywhere.js'

const iso = z.iso.datetime()

/** One source that was asked, and how it answered: a failed source is said, never taken for "nothing happened". */
export const evidenceSourceSchema = z.object({
  name: z.string(),
  status: z.enum(['ok', 'empty', 'failed', 'truncated']),
  detail: z.string().optional(),
  requests: z.number().int(),
  events: z.number().int(),
  /** Records that could not be read, or were not CloudTrail's. */
  skipped: z.number().int().optional(),
  coverage: z
    .object({
      regions: z.array(z.string()),
      from: iso.nullable(),
      to: iso.nullable(),
      /** In words: what the source cannot show, or did not get to. */
      gaps: z.array(z.string()),
    })
    .optional(),
  /** Of log files in S3: whether they are what CloudTrail delivered. */
  digests: digestCoverageSchema.optional(),
})
export type EvidenceSource = z.infer<typeof evidenceSourceSchema>

export const sessionActivitySchema = z.object({
  sessionName: z.string(),
  accessKeyId: z.string(),
  firstSeenAt: iso,
  lastSeenAt: iso,
  calls: z.number().int(),
  errors: z.number().int(),
  sourceIps: z.array(z.string()),
  /** When its credentials end; null where no minting record was seen. */
  expiresAt: iso.nullable(),
  /** At collection time: true only where the end is known and lies ahead; null where it is unknown. */
  alive: z.boolean().nullable(),
})
export type SessionActivity = z.infer<typeof sessionActivitySchema>

/** Temporary credentials of another identity that the principal was given: they outlive a block of the principal. */
export const obtainedCredentialsSchema = z.object({
  accessKeyId: z.string(),
  /** The role that was assumed, or the issuing user for session and federation tokens; '' where the record does not say. */
  of: z.string(),
  sessionName: z.string(),
  eventName: z.string(),
  issuedAt: iso,
  expiresAt: iso.nullable(),
})
export type ObtainedCredentials = z.infer<typeof obtainedCredentialsSchema>

/** Another session of the accused role, in the hands of whoever was given the accused one: a block of that one leaves it alive. */
export const siblingSessionSchema = z.object({
  sessionName: z.string(),
  accessKeyId: z.string(),
  issuedAt: iso,
  /** null where the record does not say. */
  expiresAt: iso.nullable(),
  by: z.string(),
})
export type SiblingSession = z.infer<typeof siblingSessionSchema>

/** What the principal did in the window, as CloudTrail tells it. All texts in it are the attacker's: escape them. */
export const evidenceSchema = z.object({
  kind: z.literal('basic'),
  window: z.object({ from: iso, to: iso }),
  collectedAt: iso,
  sources: z.array(evidenceSourceSchema),
  firstSeenAt: iso.nullable(),
  lastSeenAt: iso.nullable(),
  calls: z.number().int(),
  errors: z.number().int(),
  sourceIps: z.array(
    z.object({ ip: z.string(), calls: z.number().int(), errors: z.number().int(), firstSeenAt: iso, lastSeenAt: iso }),
  ),
  topCalls: z.array(
    z.object({
      eventSource: z.string(),
      eventName: z.string(),
      calls: z.number().int(),
      errors: z.number().int(),
      errorCodes: z.array(z.string()),
    }),
  ),
  userAgents: z.array(z.object({ userAgent: z.string(), calls: z.number().int() })),
  sessions: z.array(sessionActivitySchema),
  obtained: z.array(obtainedCredentialsSchema),
  /** Of a role, where the accused session and whoever was given it are known; newest first. */
  siblings: z.array(siblingSessionSchema).optional(),
  /** SHA-256 of the raw records, in event order, so that a later reader can tell whether they are the same. */
  rawDigest: z.string(),
  /** What each source answered, as it was kept. */
  raw: z.array(rawResultSchema).optional(),
  /** Who asks for sessions of the role, where the playbook asks that. */
  roleUse: roleUseSchema.optional(),
  /** Who was behind it, and what they did, where the records could be investigated. */
  investigation: investigationBriefSchema.optional(),
  /** Where the accused is a profile of Roles Anywhere: all else here is then about whoever made it. */
  rolesAnywhere: anywhereEvidenceSchema.optional(),
})
export type Evidence = z.infer<typeof evidenceSchema>
