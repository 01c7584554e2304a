import { GetAccountAuthorizationDetailsCommand, type IAMClient } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { IamEntityType } from '../../../src/domain/principal.js'
import type { InventoryEntity } from '../../../src/ports.js'
import { createdAt, policyText, readAnswer } from './answer-shapes.js'
import { iamRequest } from './iam-request.js'
import { from, readPages } from './read-pages.js'

const operation = 'iam:GetAccountAuthorizationDetails'
/** IAM's own limit; it may answer with fewer. */
const pageSize = 1000

const inlinePolicies = z
  .array(z.object({ PolicyName: z.string(), PolicyDocument: policyText.default('') }))
  .optional()
  .transform((list) =>
    (list ?? []).map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, document: PolicyDocument })),
  )

const common = {
  Arn: z.string(),
  CreateDate: createdAt,
  AttachedManagedPolicies: z
    .array(z.object({ PolicyArn: z.string().optional(), PolicyName: z.string().optional() }))
    .optional()
    .transform((list) => (list ?? []).flatMap(({ PolicyArn, PolicyName }) => PolicyArn ?? PolicyName ?? [])),
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const userSchema = z
  .object({ ...common, UserName: z.string(), UserId: z.string(), UserPolicyList: inlinePolicies })
  .transform((user) => toEntity('user', user.UserName, user.UserId, user.UserPolicyList, user))
const roleSchema = z
  .object({ ...common, RoleName: z.string(), RoleId: z.string(), RolePolicyList: inlinePolicies })
  .transform((role) => toEntity('role', role.RoleName, role.RoleId, role.RolePolicyList, role))
const groupSchema = z
  .object({ ...common, GroupName: z.string(), GroupId: z.string(), GroupPolicyList: inlinePolicies })
  .transform((group) => toEntity('group', group.GroupName, group.GroupId, group.GroupPolicyList, group))

/** Every user, role and group of the account with its own policies, page after page. */
export function readInventory(client: IAMClient): Promise<InventoryEntity[]> {
  return readPages(operation, async (marker) => {
    const command = new GetAccountAuthorizationDetailsCommand({
      Filter: ['User', 'Role', 'Group'],
      MaxItems: pageSize,
      ...from(marker),
    })
    const { output } = await iamRequest(operation, command).send(client)
    const { UserDetailList = [], RoleDetailList = [], GroupDetailList = [], IsTruncated, Marker } = output
    const Items = [
      ...UserDetailList.map((user) => readAnswer(operation, userSchema, user)),
      ...RoleDetailList.map((role) => readAnswer(operation, roleSchema, role)),
      ...GroupDetailList.map((group) => readAnswer(operation, groupSchema, group)),
    ]
    return { Items, IsTruncated, Marker }
  })
}

function toEntity(
  type: IamEntityType,
  name: string,
  uniqueId: string,
  inline: InventoryEntity['inlinePolicies'],
  entity: { Arn: string; CreateDate: string; AttachedManagedPolicies: string[] },
): InventoryEntity {
  const { Arn: arn, CreateDate, AttachedManagedPolicies: attachedPolicies } = entity
  return { type, name, arn, uniqueId, createdAt: CreateDate, inlinePolicies: inline, attachedPolicies }
}
