import type { TrailFacts } from '../facts/trail-facts.js'
import type { IndicatorInput } from './indicator-input.js'

/**
 * Tells whether one session, or one key, of the actor called from both of two addresses. Sessions of one name are one: they
 * are renewed under it. A user, or root, is one person by itself.
 */
export function sharedSessions(
  facts: TrailFacts,
  actor: IndicatorInput['actor'],
): (oneSource: string, otherSource: string) => boolean {
  if (actor.type !== 'role') return () => true
  const sessions = new Map<string, Set<string>>()
  for (const { keys } of [facts.scope, facts.baseline]) {
    for (const { actorKey, sessionName, accessKeyId, principalId, byIp } of keys.values()) {
      if (actorKey !== actor.key) continue
      const name = sessionName === '' ? `${accessKeyId} ${principalId}` : `session ${sessionName}`
      const sources = sessions.get(name) ?? new Set()
      for (const source of byIp.keys()) sources.add(source)
      sessions.set(name, sources)
    }
  }
  return (one, other) => [...sessions.values()].some((sources) => sources.has(one) && sources.has(other))
}
