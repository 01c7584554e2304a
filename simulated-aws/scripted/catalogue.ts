import { denyRemoval } from './deny-removal.js'
import { discovery } from './discovery.js'
import { exfiltration } from './exfiltration.js'
import { federationSurvival } from './federation-survival.js'
import { groupExit } from './group-exit.js'
import { instanceCredentialTheft } from './instance-credential-theft.js'
import { keyMinting } from './key-minting.js'
import { roleChaining } from './role-chaining.js'
import { rolesAnywherePersistence } from './roles-anywhere-persistence.js'
import { selfEscalation } from './self-escalation.js'
import type { ScriptedTechnique } from './technique.js'
import { trailTampering } from './trail-tampering.js'
import { trustBackdoor } from './trust-backdoor.js'

/** Every technique that can be asked for by name. */
export const scriptedTechniques: readonly ScriptedTechnique[] = [
  ...[instanceCredentialTheft, discovery, exfiltration],
  ...[selfEscalation, keyMinting, trustBackdoor, rolesAnywherePersistence],
  ...[roleChaining, federationSurvival, denyRemoval, groupExit, trailTampering],
]

export function findScriptedTechnique(name: string): ScriptedTechnique | undefined {
  return scriptedTechniques.find((technique) => technique.name === name)
}
