import type { Actor, KeyFacts, TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import { actorOfArn } from '../../src/evidence/sessions/actor-of-arn.js'

export type FoundPrincipal =
  | { readonly ok: true; readonly actorKey: string }
  /** Names that are near, the nearest first; or those that the name may mean. */
  | { readonly ok: false; readonly reason: 'unknown' | 'ambiguous'; readonly near: readonly string[] }

const mostNear = 5

/**
 * Whom a person means: by name, ARN (a session's counts for its role), access key id, unique id or session name, in this
 * order. IAM does not tell names apart that differ in case alone.
 */
export function findPrincipal(facts: TrailFacts, asked: string): FoundPrincipal {
  const actors = actorsOf(facts)
  const text = asked.trim()
  const byArn = actorOfArn(text)
  if (byArn !== null && actors.has(byArn.key)) return { ok: true, actorKey: byArn.key }
  for (const matching of [namedBy(text), (actor: Actor) => actor.uniqueId === text || actor.key === text]) {
    const found = [...actors.values()].filter(matching)
    const [first] = found
    if (found.length === 1 && first !== undefined) return { ok: true, actorKey: first.key }
    if (found.length > 1) return { ok: false, reason: 'ambiguous', near: found.map(shown).slice(0, mostNear) }
  }
  const ofKeys = new Set([...ownersOfKey(facts, text)])
  const [owner] = ofKeys
  if (ofKeys.size === 1 && owner !== undefined) return { ok: true, actorKey: owner }
  if (ofKeys.size > 1) {
    const near = [...ofKeys].map((key) => shown(actors.get(key)) || key)
    return { ok: false, reason: 'ambiguous', near: near.slice(0, mostNear) }
  }
  return { ok: false, reason: 'unknown', near: nearest(text, [...actors.values()]) }
}

function actorsOf({ scope, baseline }: TrailFacts): Map<string, Actor> {
  return new Map([...baseline.actors, ...scope.actors].map(([key, { actor }]) => [key, actor]))
}

function namedBy(text: string): (actor: Actor) => boolean {
  const folded = text.toLowerCase()
  return ({ name, arn, type }) => type !== 'unknown' && (name.toLowerCase() === folded || arn.toLowerCase() === folded)
}

function* ownersOfKey({ scope, baseline }: TrailFacts, text: string): Generator<string> {
  for (const key of [...scope.keys.values(), ...baseline.keys.values()]) if (isOf(key, text)) yield key.actorKey
}

function isOf({ accessKeyId, sessionName, principalId }: KeyFacts, text: string): boolean {
  return text !== '' && (accessKeyId === text || principalId === text || sessionName === text)
}

function shown(actor: Actor | undefined): string {
  return actor === undefined ? '' : actor.arn || actor.name
}

/** Names that hold the text or differ in a few letters. */
function nearest(text: string, actors: readonly Actor[]): string[] {
  const folded = (text.split('/').at(-1) ?? '').toLowerCase().slice(0, 128)
  return actors
    .filter(({ name, type }) => name !== '' && type !== 'service' && type !== 'unknown')
    .map(({ name }) => ({ name, distance: distanceOf(folded, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.min(folded.length, name.length) / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostNear)
    .map(({ name }) => name)
}

function distanceOf(a: string, b: string): number {
  if (a.length > 2 && (b.includes(a) || a.includes(b))) return 1
  if (Math.abs(a.length - b.length) > 8) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? Number.POSITIVE_INFINITY
}
