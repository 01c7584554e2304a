import { z } from 'zod'
import { type Account, policiesChanged } from '../../account/account.js'
import { limitExceeded, noSuchEntity } from '../../pipeline/aws-error.js'
import { done, type Reply } from '../../pipeline/call.js'
import { type ConditionKeys, type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import {
  type EntityKind,
  entityInput,
  existing,
  groupKind,
  modifiable,
  onEntity,
  type PolicyEntity,
  roleKind,
  userKind,
} from './entity-kinds.js'
import { policyArn } from './inputs.js'

/** The quota of roles, users and groups that an account begins with; AWS raises it to 20 on request. */
export const managedPoliciesPerEntity = 10

/** Attach and Detach. iam:PolicyARN is what lets a responder be allowed to attach AWSDenyAll and nothing else. */
function writeOperation<Entity extends PolicyEntity>(
  kind: EntityKind<Entity>,
  verb: 'Attach' | 'Detach',
  write: (account: Account, entity: Entity, arn: string) => Reply,
): Operation {
  const on = onEntity(kind)
  return operation({
    ...on,
    name: `${verb}${kind.label}Policy`,
    readOnly: false,
    input: entityInput(kind, { PolicyArn: policyArn }),
    conditions: (account, input): ConditionKeys => ({
      ...on.conditions(account, input),
      'iam:PolicyARN': input.PolicyArn,
    }),
    run: ({ account }, { entityName, PolicyArn }) => {
      const found = modifiable(kind, account, entityName)
      return found.ok ? write(account, found.entity, PolicyArn) : found
    },
  })
}

function attachOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return writeOperation(kind, 'Attach', (account, entity, arn) => {
    const policy = account.managedPolicies.get(arn)
    if (policy === undefined) return noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
    if (entity.attachedPolicies.has(arn)) return done
    if (entity.attachedPolicies.size >= managedPoliciesPerEntity) {
      return limitExceeded(`Cannot exceed quota for PoliciesPer${kind.label}: ${managedPoliciesPerEntity}`)
    }
    entity.attachedPolicies.set(arn, policy.name)
    policiesChanged(account, entity)
    return done
  })
}

function detachOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return writeOperation(kind, 'Detach', (account, entity, arn) => {
    if (!entity.attachedPolicies.delete(arn)) return noSuchEntity(`Policy ${arn} was not found.`)
    policiesChanged(account, entity)
    return done
  })
}

function listOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `ListAttached${kind.label}Policies`,
    readOnly: true,
    input: entityInput(kind, { PathPrefix: z.string().optional(), ...pagingInput }),
    run: ({ account }, request) => {
      const found = existing(kind, account, request.entityName)
      if (!found.ok) return found
      const policies = page(account, [...found.entity.attachedPolicies], ([arn]) => arn, request)
      if (!policies.ok) return policies
      const AttachedPolicies = policies.items.map(([PolicyArn, PolicyName]) => ({ PolicyName, PolicyArn }))
      return { ok: true, result: { AttachedPolicies, ...pageFields(policies) } }
    },
  })
}

function operationsOn<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation[] {
  return [attachOperation(kind), detachOperation(kind), listOperation(kind)]
}

export const attachedPolicyOperations: Operation[] = [
  ...operationsOn(roleKind),
  ...operationsOn(userKind),
  ...operationsOn(groupKind),
]
