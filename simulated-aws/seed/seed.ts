import { z } from 'zod'
import { jsonObjectSchema } from '../json.js'

const entityPath = z.string().regex(/^(\/|\/[!-\x7f]+\/)$/, 'must begin and end with a slash')
const instant = z.iso.datetime({ offset: true })
const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/)
const document = z.union([z.string(), jsonObjectSchema])
const tags = z.array(z.object({ key: z.string(), value: z.string() })).default([])

export const inlinePolicySchema = z.object({ name: policyName, document })
export const attachedPolicySchema = z.object({ arn: z.string(), name: z.string(), document: document.optional() })

export const seedRoleSchema = z.object({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/),
  path: entityPath.default('/'),
  roleId: z.string().optional(),
  createDate: instant.optional(),
  trustPolicy: document.optional(),
  inlinePolicies: z.array(inlinePolicySchema).default([]),
  attachedPolicies: z.array(attachedPolicySchema).default([]),
  permissionsBoundaryArn: z.string().optional(),
  tags,
  maxSessionDurationSeconds: z.number().int().min(3600).max(43_200).default(3600),
  lastUsed: z.object({ date: instant, region: z.string() }).optional(),
})

export const seedAccessKeySchema = z.object({
  id: z.string().min(16).max(128),
  secret: z.string().optional(),
  status: z.enum(['Active', 'Inactive', 'Expired']).default('Active'),
  createDate: instant.optional(),
  lastUsed: z.object({ date: instant, service: z.string(), region: z.string() }).optional(),
})

export const seedGroupSchema = z.object({
  name: z.string().regex(/^[\w+=,.@-]{1,128}$/),
  path: entityPath.default('/'),
  groupId: z.string().optional(),
  createDate: instant.optional(),
  inlinePolicies: z.array(inlinePolicySchema).default([]),
  attachedPolicies: z.array(attachedPolicySchema).default([]),
})

export const seedUserSchema = z.object({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/),
  path: entityPath.default('/'),
  userId: z.string().optional(),
  createDate: instant.optional(),
  inlinePolicies: z.array(inlinePolicySchema).default([]),
  attachedPolicies: z.array(attachedPolicySchema).default([]),
  permissionsBoundaryArn: z.string().optional(),
  tags,
  /** Names of groups of the same seed. */
  groups: z.array(z.string()).default([]),
  accessKeys: z.array(seedAccessKeySchema).default([]),
  /** Present: the user may sign in to the console. */
  loginProfile: z
    .object({ createDate: instant.optional(), isPasswordResetRequired: z.boolean().default(false) })
    .optional(),
})

export const seedInstanceProfileSchema = z.object({
  name: z.string().regex(/^[\w+=,.@-]{1,128}$/),
  path: entityPath.default('/'),
  /** A role of the same seed. */
  roleName: z.string().optional(),
})

export const seedTrailSchema = z.object({
  name: z.string(),
  s3BucketName: z.string(),
  isLogging: z.boolean().default(true),
  /** The log group of CloudWatch Logs that the trail writes to as well. */
  logGroupName: z.string().optional(),
  /** Log file validation: a digest file for every hour since the first record. */
  validatesLogFiles: z.boolean().default(false),
})

export const seedSessionSchema = z.object({
  roleName: z.string(),
  sessionName: z.string(),
  accessKeyId: z.string(),
  issuedAt: instant,
})

const anywhereName = z.string().regex(/^[ \w-]{1,255}$/, 'must be letters, digits, spaces, _ and -')
const switchable = { name: anywhereName, enabled: z.boolean().default(true), createDate: instant.optional() }

/** Roles Anywhere. An anchor without a certificate (PEM) has one of an authority that nobody can act for. */
export const seedAnywhereSchema = z.strictObject({
  trustAnchors: z.array(z.strictObject({ ...switchable, certificate: z.string().optional() })).default([]),
  profiles: z
    .array(
      z.strictObject({
        ...switchable,
        /** Names of roles of the same seed. */
        roles: z.array(z.string()).min(1).max(250),
        /** The ARN of whoever made it. */
        createdBy: z.string().optional(),
        durationSeconds: z.number().int().min(900).max(43_200).default(3600),
        sessionPolicy: document.optional(),
        managedPolicyArns: z.array(z.string()).max(50).default([]),
      }),
    )
    .default([]),
})

/**
 * What a simulated account holds when it starts.
 *
 * A policy document may be given as an object or as its exact text; a text is kept to the byte, as IAM does.
 * Absent ids (AROA..., AIDA..., AGPA...) are derived from the names, so the same seed always gives the same account.
 * A role without a trust policy may be assumed by the principals of its own account.
 * `events` are CloudTrail records of the past, which LookupEvents serves whatever their age.
 *
 * @example { "accountId": "111122223333", "roles": [{ "name": "payments", "inlinePolicies": [
 *   { "name": "read", "document": { "Version": "2012-10-17",
 *     "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] } }] }] }
 */
export const seedSchema = z.object({
  partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
  accountId: z.string().regex(/^\d{12}$/, 'must be 12 digits'),
  region: z.string().default('us-east-1'),
  roles: z.array(seedRoleSchema).default([]),
  users: z.array(seedUserSchema).default([]),
  groups: z.array(seedGroupSchema).default([]),
  instanceProfiles: z.array(seedInstanceProfileSchema).default([]),
  /** Trails of CloudTrail. Without any, LookupEvents shows the event history all the same. */
  trails: z.array(seedTrailSchema).default([]),
  /** Whether Amazon Detective is switched on: whether there is a behavior graph. */
  detective: z.boolean().default(false),
  /** What GuardDuty keeps, by the id of the detector, as GetFindings has it on the wire: `{"id": ..., "accountId": ...}`. */
  guardDuty: z.record(z.string(), z.array(jsonObjectSchema)).default({}),
  /** What Security Hub keeps, in its finding format (ASFF). */
  securityHub: z.array(jsonObjectSchema).default([]),
  managedPolicies: z.array(z.object({ arn: z.string(), name: z.string(), document })).default([]),
  events: z.array(jsonObjectSchema).default([]),
  sessions: z.array(seedSessionSchema).optional(),
  rolesAnywhere: seedAnywhereSchema.prefault({}),
})

export type Seed = z.output<typeof seedSchema>
/** A seed as it may be written: whatever has a default may be left out. */
export type SeedInput = z.input<typeof seedSchema>
export type SeedRole = Seed['roles'][number]
export type SeedUser = Seed['users'][number]
export type SeedGroup = Seed['groups'][number]
