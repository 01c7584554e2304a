import { z } from 'zod'
import type { Actor } from '../actor.js'
import type { AttackerOptions } from './attacker.js'
import { listAll } from './listing.js'

export type PolicyTarget = { readonly kind: 'role' | 'user' | 'group'; readonly name: string }

type Policy = { readonly kind: 'inline' | 'attached'; readonly id: string }

const words = { role: 'Role', user: 'User', group: 'Group' } as const
const attachedPolicy = z.object({ PolicyArn: z.string() })

/** Tells the policies that appear on an entity from those that were there before, and takes them away. */
export class PolicyWatch {
  readonly #target: PolicyTarget
  #known: Set<string> | undefined

  constructor(target: PolicyTarget) {
    this.#target = target
  }

  /** Of the principal that an attacker holds. */
  static ofPrincipal({ roleName, userName }: AttackerOptions): PolicyWatch {
    if (roleName !== undefined) return new PolicyWatch({ kind: 'role', name: roleName })
    return new PolicyWatch({ kind: 'user', name: userName })
  }

  /**
   * What has appeared since the first list that succeeded; nothing where the caller may not look. The first list only
   * tells what belongs there: until then the attacker would delete its own permissions.
   */
  foreign(actor: Actor): Policy[] {
    const now = listPolicies(actor, this.#target)
    if (now === undefined) return []
    this.#known ??= new Set(now.map(keyOf))
    const known = this.#known
    return now.filter((policy) => !known.has(keyOf(policy)))
  }

  /** Tries to take every foreign policy away, as the given caller. */
  strip(actor: Actor): void {
    for (const policy of this.foreign(actor)) removePolicy(actor, this.#target, policy)
  }
}

function keyOf({ kind, id }: Policy): string {
  return `${kind} ${id}`
}

function listPolicies(actor: Actor, { kind, name }: PolicyTarget): Policy[] | undefined {
  const word = words[kind]
  const parameters = { [`${word}Name`]: name }
  const inline = listAll(actor, {
    action: `List${word}Policies`,
    parameters,
    field: 'PolicyNames',
    item: z.string(),
  })
  const attached = listAll(actor, {
    action: `ListAttached${word}Policies`,
    parameters,
    field: 'AttachedPolicies',
    item: attachedPolicy,
  })
  if (inline === undefined || attached === undefined) return undefined
  return [
    ...inline.map((id) => ({ kind: 'inline' as const, id })),
    ...attached.map(({ PolicyArn }) => ({ kind: 'attached' as const, id: PolicyArn })),
  ]
}

function removePolicy(actor: Actor, { kind, name }: PolicyTarget, policy: Policy): void {
  const word = words[kind]
  const of = { [`${word}Name`]: name }
  if (policy.kind === 'inline') {
    actor.call({ service: 'iam', action: `Delete${word}Policy`, parameters: { ...of, PolicyName: policy.id } })
  } else {
    actor.call({ service: 'iam', action: `Detach${word}Policy`, parameters: { ...of, PolicyArn: policy.id } })
  }
}
