import type { ProtectionRules, ProtectionSource } from '../src/ports.js'

/** Rules that cannot change, where there is no configuration file: the demo. */
export function fixedProtection(rules: Partial<ProtectionRules>): ProtectionSource {
  const all: ProtectionRules = { arns: [], uniqueIds: [], raisingTags: [], ...rules }
  return { read: async () => all }
}
