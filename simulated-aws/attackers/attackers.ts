import type { Attacker } from './attacker.js'
import { stripInline } from './strip-inline.js'

/** Every attacker that can be asked for by name. */
export const attackers: readonly Attacker[] = [stripInline]

export function findAttacker(name: string): Attacker | undefined {
  return attackers.find((attacker) => attacker.name === name)
}
