import type { Role } from '@aws-sdk/client-iam'
import { z } from 'zod'
import { plainPolicyText } from '../../../src/containment/policy-text.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { RoleDescription } from '../../../src/ports.js'

/** IAM's default where a role sets none. */
const defaultSessionSeconds = 3600

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html; the trust policy comes percent-encoded. */
const roleSchema = z.object({
  RoleName: z.string(),
  Path: z.string(),
  Arn: z.string(),
  RoleId: z.string(),
  CreateDate: z.date(),
  AssumeRolePolicyDocument: z.string(),
  PermissionsBoundary: z.object({ PermissionsBoundaryArn: z.string().optional() }).optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
  MaxSessionDuration: z.number().optional(),
  RoleLastUsed: z.object({ LastUsedDate: z.date().optional(), Region: z.string().optional() }).optional(),
})

/** A role as domain data. Throws where IAM left out what identifies it: nothing is decided on a guess. */
export function toRoleDescription(role: Role | undefined): RoleDescription {
  const parsed = roleSchema.safeParse(role)
  if (!parsed.success) {
    const message = `The answer is no role: ${z.prettifyError(parsed.error)}`
    throw new AwsError({ kind: 'unknown', code: 'UnexpectedAnswer', operation: 'iam:GetRole', message })
  }
  const { data } = parsed
  return {
    name: data.RoleName,
    path: data.Path,
    arn: data.Arn,
    uniqueId: data.RoleId,
    createdAt: data.CreateDate.toISOString(),
    trustPolicy: plainPolicyText(data.AssumeRolePolicyDocument),
    permissionsBoundaryArn: data.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: (data.Tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value })),
    maxSessionDurationSeconds: data.MaxSessionDuration ?? defaultSessionSeconds,
    lastUsedAt: data.RoleLastUsed?.LastUsedDate?.toISOString() ?? null,
    lastUsedRegion: data.RoleLastUsed?.Region ?? null,
  }
}
