import { GetRoleCommand, type IAMClient, ListInstanceProfilesForRoleCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { EntityDescription } from '../../../src/ports.js'
import { boundary, createdAt, momentOrNull, path, policyText, readAnswer, tags } from './answer-shapes.js'
import { iamRequest, orNull, readOrNull } from './iam-request.js'
import { from, readPages } from './read-pages.js'

/** IAM's default where a role sets none. */
const defaultSessionSeconds = 3600

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html; the trust policy comes percent-encoded. */
const roleSchema = z.object({
  RoleName: z.string(),
  Arn: z.string(),
  RoleId: z.string(),
  Path: path,
  CreateDate: createdAt,
  AssumeRolePolicyDocument: policyText.optional(),
  PermissionsBoundary: boundary,
  Tags: tags,
  MaxSessionDuration: z.number().default(defaultSessionSeconds),
  RoleLastUsed: z.object({ LastUsedDate: momentOrNull, Region: z.string().optional() }).optional(),
})

/** The role, or null where there is none of the name. */
export async function describeRole(client: IAMClient, RoleName: string): Promise<EntityDescription | null> {
  const request = iamRequest('iam:GetRole', new GetRoleCommand({ RoleName }))
  const output = await readOrNull(client, request)
  if (output === null) return null
  const role = readAnswer(request.operation, roleSchema, output.Role)
  return {
    type: 'role',
    name: role.RoleName,
    path: role.Path,
    arn: role.Arn,
    uniqueId: role.RoleId,
    createdAt: role.CreateDate,
    trustPolicy: role.AssumeRolePolicyDocument ?? null,
    maxSessionDurationSeconds: role.MaxSessionDuration,
    permissionsBoundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: role.Tags,
    lastUsedAt: role.RoleLastUsed?.LastUsedDate ?? null,
    lastUsedRegion: role.RoleLastUsed?.Region ?? null,
    members: null,
  }
}

/** Names of the instance profiles that hand the role to machines. */
export async function listInstanceProfiles(client: IAMClient, RoleName: string): Promise<string[] | null> {
  const operation = 'iam:ListInstanceProfilesForRole'
  const listing = readPages(operation, async (marker) => {
    const command = new ListInstanceProfilesForRoleCommand({ RoleName, ...from(marker) })
    const { output } = await iamRequest(operation, command).send(client)
    return { ...output, Items: output.InstanceProfiles }
  })
  const profiles = await orNull(listing)
  return profiles?.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []) ?? null
}
