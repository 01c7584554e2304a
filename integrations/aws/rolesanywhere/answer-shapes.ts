import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnywhereProfile, AnywhereSubject, TrustAnchor } from '../../../src/domain/roles-anywhere.js'

/** AWS writes nine digits of a second; the rest of this program three. */
const moment = z.string().transform((text, context) => {
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  context.addIssue({ code: 'custom', message: 'not a time' })
  return z.NEVER
})

/**
 * Booleans and lists that are at their default may be left out.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html
 *
 * @example {"profileId":"ac4e09d1-a150-4924-bb76-23b00fa7c34a","profileArn":"arn:aws:rolesanywhere:us-east-1:111122223333:profile/ac4e…",
 *  "name":"build","enabled":true,"roleArns":["arn:aws:iam::111122223333:role/ci-deploy"],"durationSeconds":3600,
 *  "createdBy":"arn:aws:iam::111122223333:user/dana","createdAt":"2026-11-22T12:00:00.431264Z","updatedAt":"2026-11-22T12:00:00.431264Z"}
 */
const profile = z
  .object({
    profileId: z.string(),
    profileArn: z.string(),
    name: z.string().default(''),
    enabled: z.boolean().default(false),
    roleArns: z.array(z.string()).default([]),
    sessionPolicy: z.string().nullish(),
    managedPolicyArns: z.array(z.string()).nullish(),
    durationSeconds: z.number().int().nullish(),
    requireInstanceProperties: z.boolean().nullish(),
    createdBy: z.string().default(''),
    createdAt: moment,
    updatedAt: moment,
  })
  .transform(
    (one): AnywhereProfile => ({
      profileId: one.profileId,
      arn: one.profileArn,
      name: one.name,
      enabled: one.enabled,
      roleArns: one.roleArns,
      sessionPolicy: one.sessionPolicy || null,
      managedPolicyArns: one.managedPolicyArns ?? [],
      durationSeconds: one.durationSeconds ?? null,
      requireInstanceProperties: one.requireInstanceProperties ?? false,
      createdBy: one.createdBy,
      createdAt: one.createdAt,
      updatedAt: one.updatedAt,
    }),
  )

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html */
const trustAnchor = z
  .object({
    trustAnchorId: z.string(),
    trustAnchorArn: z.string(),
    name: z.string().default(''),
    enabled: z.boolean().default(false),
    source: z
      .object({
        sourceType: z.string().default(''),
        sourceData: z
          .object({ acmPcaArn: z.string().optional(), x509CertificateData: z.string().optional() })
          .default({}),
      })
      .default({ sourceType: '', sourceData: {} }),
    createdAt: moment,
    updatedAt: moment,
  })
  .transform(({ trustAnchorArn, source, ...one }): TrustAnchor => {
    const { acmPcaArn, x509CertificateData } = source.sourceData
    const sourceMark = acmPcaArn ?? (x509CertificateData === undefined ? '' : markOf(x509CertificateData))
    return { ...one, arn: trustAnchorArn, sourceType: source.sourceType, sourceMark }
  })

/** White space in a bundle is no other authority. */
function markOf(certificates: string): string {
  return `sha256:${createHash('sha256').update(certificates.replace(/\s/g, '')).digest('hex')}`
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectSummary.html */
const subject = z.object({
  subjectId: z.string(),
  x509Subject: z.string().default(''),
  enabled: z.boolean().default(false),
  createdAt: moment,
  lastSeenAt: moment,
}) satisfies z.ZodType<AnywhereSubject>

const nextToken = z.string().nullish()

export const profileAnswer = z.object({ profile })
export const profilesPage = z.object({ profiles: z.array(profile).default([]), nextToken })
export const trustAnchorAnswer = z.object({ trustAnchor })
export const trustAnchorsPage = z.object({ trustAnchors: z.array(trustAnchor).default([]), nextToken })
export const subjectsPage = z.object({ subjects: z.array(subject).default([]), nextToken })
export const tagsAnswer = z.object({ tags: z.array(z.object({ key: z.string(), value: z.string() })).default([]) })
