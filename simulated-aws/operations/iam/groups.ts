import { z } from 'zod'
import { type Account, findGroup, groupsOf, iamArn, policiesChanged } from '../../account/account.js'
import type { Group } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { entityInput, existing, groupKind, onEntity, userKind } from './entity-kinds.js'
import { entityPath, groupName, pathPrefix, userName } from './inputs.js'
import { groupShape, listedUser } from './user-shape.js'

export const groupsPerUser = 10

const onGroup = onEntity(groupKind)

const createGroup = operation({
  service: 'iam',
  name: 'CreateGroup',
  readOnly: false,
  input: z.object({ GroupName: groupName, Path: entityPath.default('/') }),
  resource: (account, { Path, GroupName }) => iamArn(account, `group${Path}${GroupName}`),
  run: ({ account }, { GroupName, Path }) => {
    if (findGroup(account, GroupName)) return entityAlreadyExists(`Group with name ${GroupName} already exists.`)
    const group = newGroup(account, GroupName, Path)
    account.groups.set(GroupName.toLowerCase(), group)
    const result = { Group: groupShape(group) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

function newGroup(account: Account, name: string, path: string): Group {
  return {
    kind: 'group',
    name,
    path,
    arn: iamArn(account, `group${path}${name}`),
    groupId: randomId('AGPA', account.random),
    createDate: account.now(),
    inlinePolicies: new Map(),
    attachedPolicies: new Map(),
    members: new Set(),
  }
}

/** The pages of GetGroup are pages of its members. */
const getGroup = operation({
  ...onGroup,
  name: 'GetGroup',
  readOnly: true,
  input: entityInput(groupKind, pagingInput),
  run: ({ account }, input) => {
    const found = existing(groupKind, account, input.entityName)
    if (!found.ok) return found
    const members = page(account, [...found.entity.members], (user) => user.name, input)
    if (!members.ok) return members
    const Users = members.items.map(listedUser)
    return { ok: true, result: { Group: groupShape(found.entity), Users, ...pageFields(members) } }
  },
})

const listGroups = operation({
  service: 'iam',
  name: 'ListGroups',
  readOnly: true,
  input: z.object({ PathPrefix: pathPrefix, ...pagingInput }),
  resource: (account) => iamArn(account, 'group/'),
  run: ({ account }, input) => {
    const matching = [...account.groups.values()].filter((group) => group.path.startsWith(input.PathPrefix))
    const groups = page(account, matching, (group) => group.name, input)
    return groups.ok ? { ok: true, result: { Groups: groups.items.map(groupShape), ...pageFields(groups) } } : groups
  },
})

const listGroupsForUser = operation({
  ...onEntity(userKind),
  name: 'ListGroupsForUser',
  readOnly: true,
  input: entityInput(userKind, pagingInput),
  run: ({ account }, input) => {
    const found = existing(userKind, account, input.entityName)
    if (!found.ok) return found
    const groups = page(account, groupsOf(account, found.entity), (group) => group.name, input)
    return groups.ok ? { ok: true, result: { Groups: groups.items.map(groupShape), ...pageFields(groups) } } : groups
  },
})

const deleteGroup = operation({
  ...onGroup,
  name: 'DeleteGroup',
  readOnly: false,
  input: entityInput(groupKind, {}),
  run: ({ account }, { entityName }) => {
    const found = existing(groupKind, account, entityName)
    if (!found.ok) return found
    const obstacle = deleteObstacle(found.entity)
    if (obstacle !== undefined) return deleteConflict(`Cannot delete entity, must ${obstacle} first.`)
    account.groups.delete(entityName.toLowerCase())
    return done
  },
})

function deleteObstacle(group: Group): string | undefined {
  if (group.members.size > 0) return 'remove users from group'
  if (group.inlinePolicies.size > 0) return 'delete policies'
  return group.attachedPolicies.size > 0 ? 'detach all policies' : undefined
}

/** Both memberships take effect with the same delay as a policy that is written. */
const addUserToGroup = operation({
  ...onGroup,
  name: 'AddUserToGroup',
  readOnly: false,
  input: entityInput(groupKind, { UserName: userName }),
  run: ({ account }, { entityName, UserName }) => {
    const group = existing(groupKind, account, entityName)
    const user = existing(userKind, account, UserName)
    if (!group.ok) return group
    if (!user.ok) return user
    if (group.entity.members.has(user.entity)) return done
    if (groupsOf(account, user.entity).length >= groupsPerUser) {
      return limitExceeded(`Cannot exceed quota for GroupsPerUser: ${groupsPerUser}`)
    }
    group.entity.members.add(user.entity)
    policiesChanged(account, user.entity)
    return done
  },
})

const removeUserFromGroup = operation({
  ...onGroup,
  name: 'RemoveUserFromGroup',
  readOnly: false,
  input: entityInput(groupKind, { UserName: userName }),
  run: ({ account }, { entityName, UserName }) => {
    const group = existing(groupKind, account, entityName)
    const user = existing(userKind, account, UserName)
    if (!group.ok) return group
    if (!user.ok) return user
    if (!group.entity.members.delete(user.entity)) {
      return noSuchEntity(`The user with name ${UserName} is not in group ${entityName}.`)
    }
    policiesChanged(account, user.entity)
    return done
  },
})

export const groupOperations: Operation[] = [
  ...[createGroup, getGroup, listGroups, listGroupsForUser, deleteGroup],
  ...[addUserToGroup, removeUserFromGroup],
]
