import { z } from 'zod'
import { type Account, findUser, groupsOf, iamArn, policiesChanged } from '../../account/account.js'
import type { User } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import { PolicyHistory } from '../../account/policy-history.js'
import { deleteConflict, entityAlreadyExists, noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { entityInput, existing, onEntity, userKind } from './entity-kinds.js'
import { entityPath, pathPrefix, policyArn, tags, userName } from './inputs.js'
import { owner, ownerResource } from './user-owner.js'
import { fullUser, listedUser } from './user-shape.js'

const getUser = operation({
  service: 'iam',
  name: 'GetUser',
  readOnly: true,
  input: z.object({ UserName: userName.optional() }),
  resource: ownerResource,
  run: (context, { UserName }) => {
    const found = owner(context, UserName)
    return found.ok ? { ok: true, result: { User: fullUser(found.entity) } } : found
  },
})

const listUsers = operation({
  service: 'iam',
  name: 'ListUsers',
  readOnly: true,
  input: z.object({ PathPrefix: pathPrefix, ...pagingInput }),
  resource: (account) => iamArn(account, 'user/'),
  run: ({ account }, input) => {
    const matching = [...account.users.values()].filter((user) => user.path.startsWith(input.PathPrefix))
    const users = page(account, matching, (user) => user.name, input)
    return users.ok ? { ok: true, result: { Users: users.items.map(listedUser), ...pageFields(users) } } : users
  },
})

const createInput = z.object({
  UserName: userName,
  Path: entityPath.default('/'),
  PermissionsBoundary: policyArn.optional(),
  Tags: tags.default([]),
})

const createUser = operation({
  service: 'iam',
  name: 'CreateUser',
  readOnly: false,
  input: createInput,
  resource: (account, { Path, UserName }) => iamArn(account, `user${Path}${UserName}`),
  run: ({ account }, input) => {
    const { UserName, PermissionsBoundary: boundary } = input
    if (findUser(account, UserName)) return entityAlreadyExists(`User with name ${UserName} already exists.`)
    if (boundary !== undefined && !account.managedPolicies.has(boundary)) {
      return noSuchEntity(`Scope ARN: ${boundary} does not exist or is not attachable.`)
    }
    const user = newUser(account, input)
    account.users.set(UserName.toLowerCase(), user)
    policiesChanged(account, user)
    const result = { User: fullUser(user) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

function newUser(account: Account, input: z.output<typeof createInput>): User {
  const { UserName, Path } = input
  return {
    kind: 'user',
    name: UserName,
    path: Path,
    arn: iamArn(account, `user${Path}${UserName}`),
    userId: randomId('AIDA', account.random),
    createDate: account.now(),
    inlinePolicies: new Map(),
    attachedPolicies: new Map(),
    permissionsBoundaryArn: input.PermissionsBoundary,
    tags: new Map(input.Tags.map(({ Key, Value }) => [Key, Value])),
    history: new PolicyHistory(),
    accessKeys: [],
    deletedKeys: [],
    loginProfile: undefined,
  }
}

const deleteUser = operation({
  ...onEntity(userKind),
  name: 'DeleteUser',
  readOnly: false,
  input: entityInput(userKind, {}),
  run: ({ account }, { entityName }) => {
    const found = existing(userKind, account, entityName)
    if (!found.ok) return found
    const obstacle = deleteObstacle(account, found.entity)
    if (obstacle !== undefined) return deleteConflict(`Cannot delete entity, must ${obstacle} first.`)
    account.users.delete(entityName.toLowerCase())
    return done
  },
})

function deleteObstacle(account: Account, user: User): string | undefined {
  if (user.inlinePolicies.size > 0) return 'delete policies'
  if (user.attachedPolicies.size > 0) return 'detach all policies'
  if (user.accessKeys.length > 0) return 'delete access keys'
  if (user.loginProfile !== undefined) return 'delete login profile'
  return groupsOf(account, user).length > 0 ? 'remove users from group' : undefined
}

export const userOperations: Operation[] = [createUser, getUser, listUsers, deleteUser]
