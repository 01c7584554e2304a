import { z } from 'zod'
import { noSuchEntity } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import type { PolicyEntity } from './entity-kinds.js'
import { pathPrefix, policyArn } from './inputs.js'
import { usersOfPolicy } from './policy-uses.js'

const kindOfFilter = { Role: 'role', User: 'user', Group: 'group' } as const

/** Who has a managed policy attached, or as boundary. Inline policies have no such question. */
const listEntitiesForPolicy = operation({
  service: 'iam',
  name: 'ListEntitiesForPolicy',
  readOnly: true,
  input: z.object({
    PolicyArn: policyArn,
    EntityFilter: z.enum(['Role', 'User', 'Group']).optional(),
    PathPrefix: pathPrefix,
    PolicyUsageFilter: z.enum(['PermissionsPolicy', 'PermissionsBoundary']).default('PermissionsPolicy'),
    ...pagingInput,
  }),
  resource: (_, { PolicyArn }) => PolicyArn,
  run: ({ account }, input) => {
    if (!account.managedPolicies.has(input.PolicyArn)) return noSuchEntity(`Policy ${input.PolicyArn} was not found.`)
    const kind = input.EntityFilter && kindOfFilter[input.EntityFilter]
    const users = usersOfPolicy(account, input.PolicyArn, input.PolicyUsageFilter).filter(
      (entity) => (kind === undefined || entity.kind === kind) && entity.path.startsWith(input.PathPrefix),
    )
    const entities = page(account, users, ({ arn }) => arn, input)
    return entities.ok ? { ok: true, result: { ...lists(entities.items), ...pageFields(entities) } } : entities
  },
})

function lists(entities: PolicyEntity[]) {
  return {
    PolicyRoles: entities.flatMap((one) => (one.kind === 'role' ? [{ RoleName: one.name, RoleId: one.roleId }] : [])),
    PolicyUsers: entities.flatMap((one) => (one.kind === 'user' ? [{ UserName: one.name, UserId: one.userId }] : [])),
    PolicyGroups: entities.flatMap((one) =>
      one.kind === 'group' ? [{ GroupName: one.name, GroupId: one.groupId }] : [],
    ),
  }
}

export const entitiesForPolicyOperations: Operation[] = [listEntitiesForPolicy]
