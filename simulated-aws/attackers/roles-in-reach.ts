import { z } from 'zod'
import type { Actor } from '../actor.js'
import type { AttackerOptions } from './attacker.js'
import { listAll } from './listing.js'

const role = z.object({ RoleName: z.string(), Arn: z.string() })

export type RoleInReach = z.output<typeof role>

/** The roles that an attacker can find beside its own: the one it was told of, or all in the order of their names. */
export function rolesInReach(actor: Actor, { roleName, otherRoleName }: AttackerOptions): RoleInReach[] {
  const roles = listAll(actor, { action: 'ListRoles', field: 'Roles', item: role }) ?? []
  const isWanted = (name: string) => otherRoleName === undefined || name.toLowerCase() === otherRoleName.toLowerCase()
  return roles.filter(({ RoleName }) => RoleName.toLowerCase() !== roleName?.toLowerCase() && isWanted(RoleName))
}
