import { z } from 'zod'
import { limitExceeded } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { existingRole, modifiableRole, roleConditions, roleName, roleResource, tagKeys, tags } from './inputs.js'

const tagsPerRole = 50
const onRole = { service: 'iam', resource: roleResource, conditions: roleConditions } as const

const tagRole = operation({
  ...onRole,
  name: 'TagRole',
  readOnly: false,
  input: z.object({ RoleName: roleName, Tags: tags }),
  run: ({ account }, { RoleName, Tags }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    const added = Tags.filter(({ Key }) => !found.role.tags.has(Key)).length
    if (found.role.tags.size + added > tagsPerRole)
      return limitExceeded(`Cannot exceed quota for TagsPerRole: ${tagsPerRole}`)
    for (const { Key, Value } of Tags) found.role.tags.set(Key, Value)
    return done
  },
})

const untagRole = operation({
  ...onRole,
  name: 'UntagRole',
  readOnly: false,
  input: z.object({ RoleName: roleName, TagKeys: tagKeys }),
  run: ({ account }, { RoleName, TagKeys }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    for (const key of TagKeys) found.role.tags.delete(key)
    return done
  },
})

const listRoleTags = operation({
  ...onRole,
  name: 'ListRoleTags',
  readOnly: true,
  input: z.object({ RoleName: roleName, ...pagingInput }),
  run: ({ account }, input) => {
    const found = existingRole(account, input.RoleName)
    if (!found.ok) return found
    const served = page(account, [...found.role.tags], ([key]) => key, input)
    if (!served.ok) return served
    return { ok: true, result: { Tags: served.items.map(([Key, Value]) => ({ Key, Value })), ...pageFields(served) } }
  },
})

export const roleTagOperations: Operation[] = [tagRole, untagRole, listRoleTags]
