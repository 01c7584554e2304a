import { z } from 'zod'

const iso = z.iso.datetime()

/**
 * A profile of IAM Roles Anywhere: which roles it hands out, and under what limits. `enabled: false` and nobody gets a session
 * by it; sessions that it handed out live on. Ids and ARNs are AWS's; the rest is for whoever made it to choose: escape it.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html
 */
export const anywhereProfileSchema = z.object({
  profileId: z.string(),
  arn: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  roleArns: z.array(z.string()),
  /** JSON text; null where sessions are not narrowed by it. */
  sessionPolicy: z.string().nullable(),
  managedPolicyArns: z.array(z.string()),
  durationSeconds: z.number().int().nullable(),
  requireInstanceProperties: z.boolean(),
  /** '' where AWS does not tell. */
  createdBy: z.string(),
  createdAt: iso,
  updatedAt: iso,
})
export type AnywhereProfile = z.infer<typeof anywhereProfileSchema>

/**
 * A certificate authority that Roles Anywhere trusts. Every enabled one of an account and Region goes with every profile there,
 * as far as the trust policies of the roles let it.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html
 */
export const trustAnchorSchema = z.object({
  trustAnchorId: z.string(),
  arn: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  /** `AWS_ACM_PCA`, `CERTIFICATE_BUNDLE` or `SELF_SIGNED_REPOSITORY`. */
  sourceType: z.string(),
  /** SHA-256 of the certificates, or the ARN of the private CA: whether it is another authority now. */
  sourceMark: z.string(),
  createdAt: iso,
  updatedAt: iso,
})
export type TrustAnchor = z.infer<typeof trustAnchorSchema>

/**
 * A certificate that was presented to Roles Anywhere, whichever profile it was for.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectSummary.html
 */
export interface AnywhereSubject {
  readonly subjectId: string
  readonly x509Subject: string
  readonly enabled: boolean
  readonly createdAt: string
  readonly lastSeenAt: string
}

/** What is kept of the profile and of every trust anchor beside it, before anything is written. */
export const anywhereImageSchema = z.object({
  profile: anywhereProfileSchema,
  /** Every one of the account and Region, by id. */
  trustAnchors: z.array(trustAnchorSchema),
  /** Another profile may hand out the same roles. */
  otherProfiles: z.array(
    z.object({
      profileId: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      roleArns: z.array(z.string()),
      createdAt: iso,
    }),
  ),
})
export type AnywhereImage = z.infer<typeof anywhereImageSchema>

/** A session that the profile handed out: it lives until it expires, whatever is turned off. */
export const anywhereSessionSchema = z.object({
  roleArn: z.string(),
  accessKeyId: z.string(),
  sessionName: z.string(),
  /** The certificate's subject; '' where the record does not tell. */
  x509Subject: z.string(),
  /** '' where the record does not tell. */
  trustAnchorArn: z.string(),
  sourceIp: z.string(),
  issuedAt: iso,
  expiresAt: iso.nullable(),
  eventId: z.string(),
})
export type AnywhereSession = z.infer<typeof anywhereSessionSchema>

/** One act on a profile or a trust anchor that CloudTrail shows. */
export const anywhereActSchema = z.object({
  eventName: z.string(),
  /** Of the profile or the trust anchor; '' where the record does not tell. */
  objectId: z.string(),
  by: z.string(),
  at: iso,
  eventId: z.string(),
})
export type AnywhereAct = z.infer<typeof anywhereActSchema>

/** A question of the triage, and what answers it. `answer` holds texts from outside: escape it where it is shown. */
export const triageAnswerSchema = z.object({
  question: z.string(),
  answer: z.string(),
  /** CloudTrail records that show it. */
  eventIds: z.array(z.string()),
})
export type TriageAnswer = z.infer<typeof triageAnswerSchema>

/** What is known of a profile and of what was done with it. Rows are bounded; `unread` says what could not be had. */
export const anywhereEvidenceSchema = z.object({
  region: z.string(),
  profileId: z.string(),
  /** null: no record of it within reach. */
  createdBy: z
    .object({
      arn: z.string(),
      accessKeyId: z.string(),
      sourceIp: z.string(),
      userAgent: z.string(),
      at: iso,
      eventId: z.string(),
    })
    .nullable(),
  acts: z.array(anywhereActSchema),
  sessions: z.array(anywhereSessionSchema),
  triage: z.array(triageAnswerSchema),
  unread: z.array(z.string()),
})
export type AnywhereEvidence = z.infer<typeof anywhereEvidenceSchema>

const profileArn = /^arn:(aws|aws-cn|aws-us-gov):rolesanywhere:([a-z0-9-]{1,40}):(\d{12}):profile\/([0-9a-fA-F-]{36})$/

/** What the ARN of a profile tells; null for any other text. */
export function parseProfileArn(
  arn: string,
): { partition: 'aws' | 'aws-cn' | 'aws-us-gov'; region: string; accountId: string; profileId: string } | null {
  const [, partition, region, accountId, profileId] = profileArn.exec(arn) ?? []
  if (partition !== 'aws' && partition !== 'aws-cn' && partition !== 'aws-us-gov') return null
  if (region === undefined || accountId === undefined || profileId === undefined) return null
  return { partition, region, accountId, profileId }
}
