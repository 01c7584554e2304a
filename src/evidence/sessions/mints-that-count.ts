import { entryOf } from '../facts/tallies.js'
import type { KeyFacts, Mint, TrailFacts } from '../facts/trail-facts.js'
import { issueToleranceMs, mayBeOf } from './key-issues.js'
import { slotOfMint, slotsOfKey } from './session-slots.js'

/** Mints that sessions are made of. */
export interface CountingMints {
  readonly mints: Iterable<Mint>
  /** Records of credentials that were not used, and are not among them. */
  readonly leftOut: number
  /** Of these, those that may be alive at the moment that is asked about. */
  readonly leftOutAlive: number
}

export interface WhoCounts {
  /** Since the epoch. */
  readonly aliveAtMs: number
  /** `Actor.key` of those whom the question is about: what they obtained counts before that of others. */
  readonly askedKeys?: ReadonlySet<string>
  /** So many of those without use are held at once; more only where there are more pairs of caller and principal. */
  readonly mostUnused?: number
}

const defaultMostUnused = 3_000
/** Records of one issue, with room for those of other accounts. */
const recordsOfIssue = 10
/** A pair that the question is about counts for so many. */
const askedWeight = 50
const longestLifeMs = 36 * 3_600_000

/**
 * One record in ten may hand out a credential, and most of them are used nowhere in the records: sessions of all of these took
 * more than a gigabyte for three million records. Of a log with many of them these count: those that a use may go back to,
 * long-term keys, and the latest ones of each pair of caller and principal. Of a log with few all count.
 */
export function mintsThatCount(facts: TrailFacts, who: WhoCounts): CountingMints {
  const { mostUnused = defaultMostUnused, aliveAtMs, askedKeys = new Set() } = who
  if (facts.baseline.mints.length + facts.scope.mints.length <= mostUnused)
    return { mints: allMints(facts), leftOut: 0, leftOutAlive: 0 }
  const groups = new MintGroups(facts, askedKeys)
  const sizes = new Map<string, number>()
  for (const mint of allMints(facts)) for (const name of groups.of(mint)) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  const most = shareOf(sizes, mostUnused)
  const mints: Mint[] = []
  const passed = new Map<string, number>()
  let [leftOut, leftOutAlive] = [0, 0]
  for (const mint of allMints(facts)) {
    const names = groups.of(mint)
    // All are gone through: each of them has this one behind it.
    const isLate = names.map((name) => isAmongLast(name, { passed, sizes, most: mostOf(name, most) }))
    if (names.length === 0 || isLate.includes(true)) mints.push(mint)
    else {
      leftOut += 1
      if (mayBeAlive(mint, aliveAtMs)) leftOutAlive += 1
    }
  }
  const others = otherRecords(facts, mints)
  const othersAlive = others.filter((mint) => mayBeAlive(mint, aliveAtMs)).length
  return {
    mints: [...mints, ...others],
    leftOut: leftOut - others.length,
    leftOutAlive: leftOutAlive - othersAlive,
  }
}

/** Of the time before the scope, and of the scope. */
export function* allMints({ baseline, scope }: Pick<TrailFacts, 'baseline' | 'scope'>): Generator<Mint> {
  yield* baseline.mints
  yield* scope.mints
}

interface Use {
  readonly principalId: string
  readonly untilMs: number
}

/** Which mints are alike: of the same credential before a use of it, or of the same pair of caller and principal. */
class MintGroups {
  readonly #uses = new Map<string, Use[]>()
  readonly #slots = new Set<string>()
  readonly #asked: ReadonlySet<string>

  constructor({ baseline, scope }: TrailFacts, asked: ReadonlySet<string>) {
    this.#asked = asked
    for (const { keys } of [baseline, scope]) for (const key of keys.values()) this.#addUse(key)
  }

  /** None: the mint counts, whatever else there is. */
  of(mint: Mint): readonly string[] {
    const slot = slotOfMint(mint)
    if (mint.kind === 'accessKey' || (slot !== null && this.#slots.has(slot))) return []
    const uses = (this.#uses.get(mint.accessKeyId) ?? []).flatMap(({ principalId, untilMs }, place) =>
      mint.atMs <= untilMs && mayBeOf(mint, principalId)
        ? [`use ${place} ${mint.accessKeyId} ${mint.assumedRoleId}`]
        : [],
    )
    if (uses.length > 0) return uses
    const isAsked = this.#asked.has(mint.actorKey)
    return [`${isAsked ? 'asked' : 'other'} ${mint.actorKey} ${mint.ofArn}`]
  }

  #addUse(key: KeyFacts): void {
    const { accessKeyId, principalId, firstSeenMs } = key
    for (const slot of slotsOfKey(key)) this.#slots.add(slot)
    if (accessKeyId === '') return
    entryOf(this.#uses, accessKeyId, noUses).push({
      principalId,
      untilMs: firstSeenMs + issueToleranceMs,
    })
  }
}

interface Passing {
  readonly passed: Map<string, number>
  readonly sizes: ReadonlyMap<string, number>
  readonly most: number
}

function isAmongLast(name: string, { passed, sizes, most }: Passing): boolean {
  const place = (passed.get(name) ?? 0) + 1
  passed.set(name, place)
  return place > (sizes.get(name) ?? 0) - most
}

/** How many of a pair can be held so that all are within the limit. At least one: who obtained what of whom is never lost. */
function shareOf(sizes: ReadonlyMap<string, number>, mostUnused: number): number {
  const unused = [...sizes].filter(([name]) => !name.startsWith('use '))
  for (let share = mostUnused; share > 1; share = Math.floor(share / 2)) {
    if (unused.reduce((sum, [name, size]) => sum + Math.min(size, mostOf(name, share)), 0) <= mostUnused) return share
  }
  return 1
}

function mostOf(name: string, share: number): number {
  if (name.startsWith('use ')) return recordsOfIssue
  return name.startsWith('asked ') ? share * askedWeight : share
}

function mayBeAlive({ expiresAt, atMs }: Mint, aliveAtMs: number): boolean {
  return atMs <= aliveAtMs && (expiresAt === null ? atMs + longestLifeMs : Date.parse(expiresAt)) > aliveAtMs
}

/** What other accounts have of the same calls. */
function otherRecords(facts: TrailFacts, mints: readonly Mint[]): Mint[] {
  const shared = new Set(mints.flatMap(({ sharedEventId }) => sharedEventId ?? []))
  if (shared.size === 0) return []
  const known = new Set(mints.map(({ eventId }) => eventId))
  const others: Mint[] = []
  for (const mint of allMints(facts)) {
    if (mint.sharedEventId !== null && shared.has(mint.sharedEventId) && !known.has(mint.eventId)) others.push(mint)
  }
  return others
}

function noUses(): Use[] {
  return []
}
