import { agentsAt } from '../../facts/place-tally.js'
import { entryOf } from '../../facts/tallies.js'
import type { ActorFacts, KeyFacts } from '../../facts/trail-facts.js'
import { isOfInstance } from '../credentials/instance-credentials-elsewhere.js'
import { looksFrom } from '../discovery/enumeration.js'
import type { TrailView } from '../trail-view.js'

const shortlyMs = 3_600_000
/** What a key was made for is done with it at once: whoever comes to take and go needs no other. */
const manyCalls = 100

/**
 * Whether a long-term key of the actor was made from the address, and used from there in bulk within the hour. A user that is new itself has
 * its first day, and who makes users to read with is told by that.
 */
export function isByKeyMadeThere(actorKey: string, address: string, trail: TrailView): boolean {
  return (readingKeysIn(trail).longTerm.get(actorKey) ?? []).some(({ key, madeAtMs, madeFrom }) => {
    const use = key.byIp.get(address)
    if (madeFrom !== address || use === undefined || use.ok < manyCalls) return false
    return use.firstSeenMs >= madeAtMs && use.firstSeenMs <= madeAtMs + shortlyMs
  })
}

/** Of an instance's own objects a program reads few at a time, and who am I it does not ask. */
export const manyToLookers = 50
const manyLooks = 5
const commandLine = /^(aws-cli|Boto3|Botocore)\//i

/** Whether credentials of an instance were used from there by command lines alone, which asked who there is and what. */
export function isAfterLooking(address: string, facts: ActorFacts, trail: TrailView): boolean {
  const { lookers } = readingKeysIn(trail)
  return entryOf(lookers, JSON.stringify([facts.actor.key, address]), () => isLooker(address, facts, trail))
}

function isLooker(address: string, facts: ActorFacts, trail: TrailView): boolean {
  const keys = readingKeysIn(trail).ofInstances.get(facts.actor.key) ?? []
  const places = keys.flatMap(({ byIp }) => byIp.get(address) ?? [])
  const agents = places.flatMap((place) => [...agentsAt(place)].map(([agent]) => agent))
  if (agents.length === 0 || !agents.every((agent) => commandLine.test(agent))) return false
  return looksFrom(address, facts) >= manyLooks
}

interface MadeKey {
  readonly key: KeyFacts
  readonly madeAtMs: number
  readonly madeFrom: string | null
}

interface ReadingKeys {
  /** By actor and address: each of their calls may ask. */
  readonly lookers: Map<string, boolean>
  readonly longTerm: ReadonlyMap<string, readonly MadeKey[]>
  readonly ofInstances: ReadonlyMap<string, readonly KeyFacts[]>
}

/** Both by `Actor.key`. Asked for once a reader in bulk, so they are kept. */
const known = new WeakMap<TrailView, ReadingKeys>()

function readingKeysIn(trail: TrailView): ReadingKeys {
  const kept = known.get(trail)
  if (kept !== undefined) return kept
  const { keys, mints } = trail.facts.scope
  const made = new Map<string, { readonly atMs: number; readonly sourceIp: string | null }>()
  mints.forEach(({ kind, accessKeyId, atMs, sourceIp }) => {
    if (kind === 'accessKey') made.set(accessKeyId, { atMs, sourceIp })
  })
  const newcomers = new Set(
    trail.actsNamed('iam', 'CreateUser').flatMap(({ event }) => event.created?.name.toLowerCase() ?? []),
  )
  const longTerm = new Map<string, MadeKey[]>()
  const ofInstances = new Map<string, KeyFacts[]>()
  for (const key of keys.values()) {
    const by = made.get(key.accessKeyId)
    const isNewcomer = newcomers.has(trail.actor(key.actorKey)?.name.toLowerCase() ?? '')
    if (by !== undefined && !isNewcomer) {
      entryOf(longTerm, key.actorKey, noMade).push({ key, madeAtMs: by.atMs, madeFrom: by.sourceIp })
    }
    if (isOfInstance(key)) entryOf(ofInstances, key.actorKey, noKeys).push(key)
  }
  const found = { longTerm, ofInstances, lookers: new Map<string, boolean>() }
  known.set(trail, found)
  return found
}

function noMade(): MadeKey[] {
  return []
}

function noKeys(): KeyFacts[] {
  return []
}
