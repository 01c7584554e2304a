import type { Role, User } from '../../account/entities.js'
import { limitExceeded } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { type EntityKind, entityInput, existing, onEntity, roleKind, taggable, userKind } from './entity-kinds.js'
import { tagKeys, tags } from './inputs.js'

const tagsPerEntity = 50

function tagOperation<Entity extends Role | User>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Tag${kind.label}`,
    readOnly: false,
    input: entityInput(kind, { Tags: tags }),
    run: ({ account }, { entityName, Tags }) => {
      const found = taggable(kind, account, entityName)
      if (!found.ok) return found
      const { tags } = found.entity
      const added = Tags.filter(({ Key }) => !tags.has(Key)).length
      if (tags.size + added > tagsPerEntity)
        return limitExceeded(`Cannot exceed quota for TagsPer${kind.label}: ${tagsPerEntity}`)
      for (const { Key, Value } of Tags) tags.set(Key, Value)
      return done
    },
  })
}

function untagOperation<Entity extends Role | User>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Untag${kind.label}`,
    readOnly: false,
    input: entityInput(kind, { TagKeys: tagKeys }),
    run: ({ account }, { entityName, TagKeys }) => {
      const found = taggable(kind, account, entityName)
      if (!found.ok) return found
      for (const key of TagKeys) found.entity.tags.delete(key)
      return done
    },
  })
}

function listOperation<Entity extends Role | User>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `List${kind.label}Tags`,
    readOnly: true,
    input: entityInput(kind, pagingInput),
    run: ({ account }, input) => {
      const found = existing(kind, account, input.entityName)
      if (!found.ok) return found
      const served = page(account, [...found.entity.tags], ([key]) => key, input)
      if (!served.ok) return served
      return { ok: true, result: { Tags: served.items.map(([Key, Value]) => ({ Key, Value })), ...pageFields(served) } }
    },
  })
}

export const tagOperations: Operation[] = [
  ...[tagOperation(roleKind), untagOperation(roleKind), listOperation(roleKind)],
  ...[tagOperation(userKind), untagOperation(userKind), listOperation(userKind)],
]
