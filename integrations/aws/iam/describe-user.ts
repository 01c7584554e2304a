import { GetLoginProfileCommand, GetUserCommand, type IAMClient, ListGroupsForUserCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { EntityDescription } from '../../../src/ports.js'
import { boundary, createdAt, momentOrNull, path, readAnswer, tags } from './answer-shapes.js'
import { iamRequest, orNull, readOrNull } from './iam-request.js'
import { from, readPages } from './read-pages.js'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
const userSchema = z.object({
  UserName: z.string(),
  Arn: z.string(),
  UserId: z.string(),
  Path: path,
  CreateDate: createdAt,
  PermissionsBoundary: boundary,
  Tags: tags,
  PasswordLastUsed: momentOrNull,
})

/** The user, or null where there is none of the name. `lastUsedAt` is the password's; keys have their own. */
export async function describeUser(client: IAMClient, UserName: string): Promise<EntityDescription | null> {
  const request = iamRequest('iam:GetUser', new GetUserCommand({ UserName }))
  const output = await readOrNull(client, request)
  if (output === null) return null
  const user = readAnswer(request.operation, userSchema, output.User)
  return {
    type: 'user',
    name: user.UserName,
    path: user.Path,
    arn: user.Arn,
    uniqueId: user.UserId,
    createdAt: user.CreateDate,
    trustPolicy: null,
    maxSessionDurationSeconds: null,
    permissionsBoundaryArn: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: user.Tags,
    lastUsedAt: user.PasswordLastUsed,
    lastUsedRegion: null,
    members: null,
  }
}

/** Names of the groups that the user is in. */
export async function listGroupsOf(client: IAMClient, UserName: string): Promise<string[] | null> {
  const operation = 'iam:ListGroupsForUser'
  const listing = readPages(operation, async (marker) => {
    const { output } = await iamRequest(operation, new ListGroupsForUserCommand({ UserName, ...from(marker) })).send(
      client,
    )
    return { ...output, Items: output.Groups }
  })
  const groups = await orNull(listing)
  return groups?.flatMap(({ GroupName }) => GroupName ?? []) ?? null
}

/** A user without a login profile cannot sign in to the console. */
export async function hasConsoleAccess(client: IAMClient, UserName: string): Promise<boolean> {
  const request = iamRequest('iam:GetLoginProfile', new GetLoginProfileCommand({ UserName }))
  return (await readOrNull(client, request)) !== null
}
