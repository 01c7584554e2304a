import type { Attacker } from './attacker.js'
import { chainRoles } from './chain-roles.js'
import { changeTrust } from './change-trust.js'
import { federation } from './federation.js'
import { leaveGroup } from './leave-group.js'
import { mint } from './mint.js'
import { stripInline } from './strip-inline.js'

/** Every attacker that can be asked for by name. */
export const attackers: readonly Attacker[] = [stripInline, mint, changeTrust, leaveGroup, chainRoles, federation]

export function findAttacker(name: string): Attacker | undefined {
  return attackers.find((attacker) => attacker.name === name)
}
