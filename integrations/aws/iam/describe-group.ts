import { GetGroupCommand, type IAMClient } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { EntityDescription, GroupMember } from '../../../src/ports.js'
import { createdAt, path, readAnswer } from './answer-shapes.js'
import { iamRequest, orNull } from './iam-request.js'
import { from, readPages } from './read-pages.js'

const operation = 'iam:GetGroup'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Group.html */
const groupSchema = z.object({
  GroupName: z.string(),
  Arn: z.string(),
  GroupId: z.string(),
  Path: path,
  CreateDate: createdAt,
})

const memberSchema = z.object({
  UserName: z.string(),
  UserId: z.string().default(''),
  Path: path,
  Arn: z.string().optional(),
})

/** The group with every member, or null where there is none of the name. */
export async function describeGroup(client: IAMClient, GroupName: string): Promise<EntityDescription | null> {
  let described: object | undefined
  const listing = readPages(operation, async (marker) => {
    const { output } = await iamRequest(operation, new GetGroupCommand({ GroupName, ...from(marker) })).send(client)
    described ??= output.Group
    return { ...output, Items: output.Users }
  })
  const users = await orNull(listing)
  if (users === null) return null
  const group = readAnswer(operation, groupSchema, described)
  return {
    type: 'group',
    name: group.GroupName,
    path: group.Path,
    arn: group.Arn,
    uniqueId: group.GroupId,
    createdAt: group.CreateDate,
    trustPolicy: null,
    maxSessionDurationSeconds: null,
    permissionsBoundaryArn: null,
    tags: [],
    lastUsedAt: null,
    lastUsedRegion: null,
    members: users.map((user) => memberOf(group.Arn, user)),
  }
}

/** Members are protected by their ARN, so one that the answer leaves out is built: a member is in its group's account. */
function memberOf(groupArn: string, user: object): GroupMember {
  const { UserName, UserId, Path, Arn } = readAnswer(operation, memberSchema, user)
  const account = groupArn.split(':').slice(0, 5).join(':')
  return { name: UserName, arn: Arn ?? `${account}:user${Path}${UserName}`, uniqueId: UserId }
}
