import { policiesChanged } from '../../account/account.js'
import type { Role, User } from '../../account/entities.js'
import { noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { type EntityKind, entityInput, modifiable, onEntity, roleKind, userKind } from './entity-kinds.js'
import { policyArn } from './inputs.js'

function putOperation<Entity extends Role | User>(kind: EntityKind<Entity>): Operation {
  const on = onEntity(kind)
  return operation({
    ...on,
    name: `Put${kind.label}PermissionsBoundary`,
    readOnly: false,
    input: entityInput(kind, { PermissionsBoundary: policyArn }),
    conditions: (account, request) => ({
      ...on.conditions(account, request),
      'iam:PermissionsBoundary': request.PermissionsBoundary,
    }),
    run: ({ account }, { entityName, PermissionsBoundary }) => {
      const found = modifiable(kind, account, entityName)
      if (!found.ok) return found
      if (!account.managedPolicies.has(PermissionsBoundary)) {
        return noSuchEntity(`Policy ${PermissionsBoundary} does not exist or is not attachable.`)
      }
      found.entity.permissionsBoundaryArn = PermissionsBoundary
      policiesChanged(account, found.entity)
      return done
    },
  })
}

function deleteOperation<Entity extends Role | User>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Delete${kind.label}PermissionsBoundary`,
    readOnly: false,
    input: entityInput(kind, {}),
    run: ({ account }, { entityName }) => {
      const found = modifiable(kind, account, entityName)
      if (!found.ok) return found
      found.entity.permissionsBoundaryArn = undefined
      policiesChanged(account, found.entity)
      return done
    },
  })
}

export const boundaryOperations: Operation[] = [
  ...[putOperation(roleKind), deleteOperation(roleKind)],
  ...[putOperation(userKind), deleteOperation(userKind)],
]
