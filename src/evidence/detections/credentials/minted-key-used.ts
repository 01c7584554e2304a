import { mintsThat } from '../../facts/mints-that.js'
import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { KeyFacts, Mint } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import { passesOf } from '../execution/role-passes.js'
import type { PatternRule } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/**
 * A long-term key that was made in the scope and then used: the maker's way to be somebody else, or to stay. A user that renews
 * its own key and goes on from the same place does what it should. ATT&CK T1098.001 (Elastic has a rule for the same pair).
 */
export const mintedKeyUsed: PatternRule = {
  kind: 'pattern',
  id: 'iam-created-key-used',
  title: 'New access key used soon after',
  technique: 'T1098.001',
  tactic: 'persistence',
  find: (trail) => {
    const used = usedKeys(trail)
    const made = mintsThat(trail.facts.scope.mints, ({ kind, invokedBy }) => kind === 'accessKey' && invokedBy === null)
    return made.flatMap((mint) => sightingOf(mint, used, trail))
  },
}

type UsedKeys = ReadonlyMap<string, readonly KeyFacts[]>

function sightingOf(mint: Mint, used: UsedKeys, trail: TrailView): Sighting[] {
  const uses = usesOf(mint, used)
  const [use] = uses
  if (use === undefined) return []
  const { severity, why, suspects } =
    use.actorKey === mint.actorKey ? ownKey(mint, uses, trail) : otherKey(mint, uses, trail)
  return [
    {
      actorKeys: suspects,
      severity,
      status: 'succeeded',
      what: `key ${mint.accessKeyId} of ${trail.actor(use.actorKey)?.name ?? use.actorKey} made and used`,
      why: [why],
      marks: [mint, ...uses.flatMap(({ eventIds }) => eventIds)].map(({ eventId, atMs }) => ({ eventId, atMs })),
    },
  ]
}

interface Gravity {
  readonly severity: Severity
  readonly why: string
  readonly suspects: readonly string[]
}

/** New only against a baseline: a key that is made in the console is used on a machine, and that is what it is for. */
function ownKey({ actorKey }: Mint, uses: readonly KeyFacts[], trail: TrailView): Gravity {
  const before = trail.facts.baseline.actors.get(actorKey)?.byIp
  const isElsewhere = trail.hasBaseline && addressesOf(uses).every((address) => before?.has(address) !== true)
  return isElsewhere
    ? { severity: 'medium', why: 'used from where its owner has not called before', suspects: [actorKey] }
    : { severity: 'low', why: 'one’s own key, as in a rotation', suspects: [actorKey] }
}

/** Whoever is given a key uses it from where he is; from where it was made, its maker uses it. */
function otherKey(mint: Mint, uses: readonly KeyFacts[], trail: TrailView): Gravity {
  const { actorKey, sourceIp } = mint
  const both = [actorKey, ...uses.map((use) => use.actorKey)]
  if (sourceIp !== null && addressesOf(uses).includes(sourceIp)) {
    return {
      severity: 'high',
      why: 'made for another user, and used from the address that it was made from',
      suspects: both,
    }
  }
  const passers = passersAt(mint, uses, trail)
  if (passers.length > 0) {
    return {
      severity: 'high',
      why: 'made for another user by code, and used from where the maker’s role was handed to that code',
      suspects: [...both, ...passers],
    }
  }
  return isInOtherHands(mint, uses, trail)
    ? {
        severity: 'medium',
        why: 'made for another user, and used where that one never was and somebody else is',
        suspects: both,
      }
    : { severity: 'low', why: 'made for another user, and used from elsewhere', suspects: [actorKey] }
}

/** Who gave the maker its role, from an address that the key is used at: what the code made, whoever put it there has. */
function passersAt({ actorKey, atMs }: Mint, uses: readonly KeyFacts[], trail: TrailView): string[] {
  const maker = trail.actor(actorKey)
  if (maker?.type !== 'role') return []
  const addresses = new Set(addressesOf(uses))
  const passes = passesOf(maker.name, trail).filter(
    ({ event, mark }) => mark.atMs <= atMs && event.sourceIp !== undefined && addresses.has(event.sourceIp),
  )
  return passes.slice(-1).map(({ actor }) => actor.key)
}

/** The user is known at other places; at this one people were before it who have credentials of their own. */
function isInOtherHands({ atMs }: Mint, uses: readonly KeyFacts[], trail: TrailView): boolean {
  return uses.some((use) => {
    const own = trail.actorFacts(use.actorKey)?.byIp
    const isKnown = [...(own?.values() ?? [])].some(({ firstSeenMs }) => firstSeenMs < atMs)
    return isKnown && [...use.byIp.keys()].some((address) => isOthersPlace(address, use, { atMs, trail }))
  })
}

function isOthersPlace(address: string, { actorKey, byIp }: KeyFacts, at: { atMs: number; trail: TrailView }): boolean {
  const first = byIp.get(address)?.firstSeenMs ?? 0
  const before = at.trail.actorFacts(actorKey)?.byIp.get(address)?.firstSeenMs ?? 0
  if (before < at.atMs) return false
  return at.trail.peopleAt(address).some(({ key }) => {
    return key !== actorKey && (at.trail.actorFacts(key)?.byIp.get(address)?.firstSeenMs ?? Infinity) < first
  })
}

function addressesOf(uses: readonly KeyFacts[]): string[] {
  return uses.flatMap(({ byIp }) => [...byIp.keys()])
}

function usesOf({ accessKeyId, atMs }: Mint, used: UsedKeys): KeyFacts[] {
  return (used.get(accessKeyId) ?? [])
    .filter((key) => key.lastSeenMs >= atMs)
    .sort((a, b) => compareTexts(a.principalId, b.principalId))
}

/** By key id, once: whoever makes thousands of keys must not have each of them looked for among all. */
function usedKeys({ facts }: TrailView): UsedKeys {
  const used = new Map<string, KeyFacts[]>()
  for (const key of facts.scope.keys.values()) entryOf(used, key.accessKeyId, none).push(key)
  return used
}

function none(): KeyFacts[] {
  return []
}
