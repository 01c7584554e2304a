import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { EntityRef } from '../../src/domain/principal.js'

export type KeyStatus = 'Active' | 'Inactive'

/** What its owner has of an entity, as the owner left it; nothing of ours is in here. */
export interface OwnedEntity {
  uniqueId: string
  readonly inline: Map<string, string>
  readonly attached: Set<string>
  readonly keys: Map<string, KeyStatus>
  readonly groups: Set<string>
  /** Texts that the owner put in place of ours, under our own names. */
  readonly edits: Map<string, string>
}

/** An entity as the account shows it, whoever wrote it. */
export interface ShownEntity {
  readonly uniqueId: string
  readonly inline: Readonly<Record<string, string>>
  readonly attached: readonly string[]
  readonly keys: Readonly<Record<string, string>>
  readonly groups: readonly string[]
}

/** The owner's side of the account: what must be there in the end, whatever we did and undid in between. */
export class CustomerModel {
  readonly #entities = new Map<string, OwnedEntity>()

  /** Takes everything that is there now for the owner's. */
  constructor(account: SimulatedAccount, entities: readonly EntityRef[]) {
    for (const entity of entities) {
      const { uniqueId, inline, attached, keys, groups } = showEntity(account, entity)
      const statuses = Object.entries(keys).map(([id, status]) => [id, keyStatusOf(status)] as const)
      this.#entities.set(keyOf(entity), {
        uniqueId,
        inline: new Map(Object.entries(inline)),
        attached: new Set(attached),
        keys: new Map(statuses),
        groups: new Set(groups),
        edits: new Map(),
      })
    }
  }

  of(entity: EntityRef): OwnedEntity {
    const owned = this.find(entity)
    if (owned === undefined) throw new Error(`Nobody owns ${keyOf(entity)}.`)
    return owned
  }

  find(entity: EntityRef): OwnedEntity | undefined {
    return this.#entities.get(keyOf(entity))
  }
}

export function showEntity(account: SimulatedAccount, { type, name }: EntityRef): ShownEntity {
  const shown = { keys: {}, groups: [] }
  if (type === 'role') {
    const role = there(account.describeRole(name), name)
    return { ...shown, uniqueId: role.roleId, inline: role.inlinePolicies, attached: role.attachedPolicies }
  }
  if (type === 'group') {
    const group = there(account.describeGroup(name), name)
    return { ...shown, uniqueId: group.groupId, inline: group.inlinePolicies, attached: group.attachedPolicies }
  }
  const user = there(account.describeUser(name), name)
  return {
    uniqueId: user.userId,
    inline: user.inlinePolicies,
    attached: user.attachedPolicies,
    keys: Object.fromEntries(user.accessKeys.map(({ id, status }) => [id, status])),
    groups: user.groups,
  }
}

export function keyOf({ type, name }: EntityRef): string {
  return `${type}/${name}`
}

function keyStatusOf(status: string): KeyStatus {
  return status === 'Active' ? 'Active' : 'Inactive'
}

function there<T>(description: T | undefined, name: string): T {
  if (description === undefined) throw new Error(`The account has no ${name}.`)
  return description
}
