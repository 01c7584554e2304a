import { type Account, policiesChanged } from '../../account/account.js'
import { percentEncode, sizeWithoutWhiteSpace } from '../../account/policy-text.js'
import { type Failure, limitExceeded, malformedPolicyDocument, noSuchEntity } from '../../pipeline/aws-error.js'
import { done, type Reply } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { parsePolicyDocument } from '../../policy/evaluate.js'
import { type PageRequest, page, pageFields, pagingInput } from '../paging.js'
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
import { policyDocument, policyName } from './inputs.js'

/** What one entity's inline policies may hold together, in characters without white space (reference_iam-quotas). */
export const inlinePolicyQuota = { role: 10_240, user: 2_048, group: 5_120 } as const

/** "Adds or updates": an existing policy of the same name is overwritten without a word. IAM has no If-Match. */
function put(account: Account, holder: PolicyEntity, name: string, text: string): Reply {
  const parsed = parsePolicyDocument(text)
  if (!parsed.ok) return malformedPolicyDocument(parsed.message)
  const quota = inlinePolicyQuota[holder.kind]
  const others = [...holder.inlinePolicies].filter(([other]) => other !== name).map(([, document]) => document)
  const size = [...others, text].reduce((sum, document) => sum + sizeWithoutWhiteSpace(document), 0)
  if (size > quota)
    return limitExceeded(`Maximum policy size of ${quota} bytes exceeded for ${holder.kind} ${holder.name}`)
  holder.inlinePolicies.set(name, text)
  policiesChanged(account, holder)
  return done
}

function list(account: Account, holder: PolicyEntity, request: PageRequest): Reply {
  const names = page(account, [...holder.inlinePolicies.keys()], (name) => name, request)
  return names.ok ? { ok: true, result: { PolicyNames: names.items, ...pageFields(names) } } : names
}

function remove(account: Account, holder: PolicyEntity, name: string): Reply {
  if (!holder.inlinePolicies.delete(name)) return missing(holder, name)
  policiesChanged(account, holder)
  return done
}

function missing(holder: PolicyEntity, name: string): Failure {
  return noSuchEntity(`The ${holder.kind} policy with name ${name} cannot be found.`)
}

function putOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Put${kind.label}Policy`,
    readOnly: false,
    input: entityInput(kind, { PolicyName: policyName, PolicyDocument: policyDocument }),
    run: ({ account }, { entityName, PolicyName, PolicyDocument }) => {
      const found = modifiable(kind, account, entityName)
      return found.ok ? put(account, found.entity, PolicyName, PolicyDocument) : found
    },
  })
}

function getOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Get${kind.label}Policy`,
    readOnly: true,
    input: entityInput(kind, { PolicyName: policyName }),
    run: ({ account }, { entityName, PolicyName }) => {
      const found = existing(kind, account, entityName)
      if (!found.ok) return found
      const text = found.entity.inlinePolicies.get(PolicyName)
      if (text === undefined) return missing(found.entity, PolicyName)
      const owner = { [`${kind.label}Name`]: found.entity.name }
      return { ok: true, result: { ...owner, PolicyName, PolicyDocument: percentEncode(text) } }
    },
  })
}

function listOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `List${kind.label}Policies`,
    readOnly: true,
    input: entityInput(kind, pagingInput),
    run: ({ account }, input) => {
      const found = existing(kind, account, input.entityName)
      return found.ok ? list(account, found.entity, input) : found
    },
  })
}

function deleteOperation<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation {
  return operation({
    ...onEntity(kind),
    name: `Delete${kind.label}Policy`,
    readOnly: false,
    input: entityInput(kind, { PolicyName: policyName }),
    run: ({ account }, { entityName, PolicyName }) => {
      const found = modifiable(kind, account, entityName)
      return found.ok ? remove(account, found.entity, PolicyName) : found
    },
  })
}

function operationsOn<Entity extends PolicyEntity>(kind: EntityKind<Entity>): Operation[] {
  return [putOperation(kind), getOperation(kind), listOperation(kind), deleteOperation(kind)]
}

export const inlinePolicyOperations: Operation[] = [
  ...operationsOn(roleKind),
  ...operationsOn(userKind),
  ...operationsOn(groupKind),
]
