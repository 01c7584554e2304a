import { type Account, groupsOf, managedAsNamed, writtenPolicies } from '../../account/account.js'
import type { Group, PolicyHolder, Role, User } from '../../account/entities.js'
import { namedPolicy } from '../../account/policy-text.js'
import { type Failure, invalidInput, noSuchEntity } from '../../pipeline/aws-error.js'
import type { NamedPolicy } from '../../policy/evaluate.js'

export type SimulatedEntity = Role | User | Group

/** A policy as the simulator names it: `role_Payments_app` for an inline one, the mere name of a managed one. */
export type SimulatedPolicy = {
  readonly named: NamedPolicy
  readonly text: string
  readonly origin:
    | { readonly kind: 'inline'; readonly holder: SimulatedEntity; readonly policyName: string }
    | { readonly kind: 'managed'; readonly arn: string }
}

export type SimulatedSource = {
  readonly entity: SimulatedEntity
  readonly policies: SimulatedPolicy[]
  readonly boundary: NamedPolicy | undefined
}

/** What an ARN of PolicySourceArn stands for, as it is written at this moment; a user's groups count as well. */
export function simulatedSource(account: Account, arn: string): { ok: true; source: SimulatedSource } | Failure {
  const kind = /^arn:[\w-]+:iam::\d{12}:(role|user|group)\/./.exec(arn)?.[1]
  if (kind === undefined) {
    return invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  }
  const entity = everyEntity(account).find((one) => one.arn === arn)
  if (entity === undefined) return noSuchEntity(`The ${kind} with name ${arn.split('/').at(-1)} cannot be found.`)
  const holders = entity.kind === 'user' ? [entity, ...groupsOf(account, entity)] : [entity]
  const boundary = entity.kind === 'group' ? undefined : writtenPolicies(account, entity).boundary
  return { ok: true, source: { entity, policies: holders.flatMap((one) => policiesOf(account, one)), boundary } }
}

function everyEntity(account: Account): SimulatedEntity[] {
  return [...account.roles.values(), ...account.users.values(), ...account.groups.values()]
}

function policiesOf(account: Account, holder: SimulatedEntity): SimulatedPolicy[] {
  const inline = [...holder.inlinePolicies].map(([policyName, text]) => ({
    named: namedPolicy(`${holder.kind}_${holder.name}_${policyName}`, text),
    text,
    origin: { kind: 'inline' as const, holder, policyName },
  }))
  return [...inline, ...managedOf(account, holder)]
}

function managedOf(account: Account, { attachedPolicies }: PolicyHolder): SimulatedPolicy[] {
  return [...attachedPolicies].flatMap(([arn, name]) =>
    managedAsNamed(account, arn).map(({ document }) => ({
      named: { name, document },
      text: account.managedPolicies.get(arn)?.document ?? '',
      origin: { kind: 'managed' as const, arn },
    })),
  )
}
