import { assertNever } from '../../domain/assert-never.js'
import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import type { KeyFacts, Mint, TrailFacts } from '../facts/trail-facts.js'
import { wholeMint } from '../facts/whole-mint.js'
import { issueToleranceMs, mayBeOf } from './key-issues.js'
import { UsedSlots } from './session-slots.js'

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
  const groupsOf: (readonly MintGroup[])[] = []
  forEachMint(facts, (mint) => groupsOf.push(groups.with(mint)))
  const most = shareOf(groups.pairs, mostUnused)
  const mints: Mint[] = []
  let [place, leftOut, leftOutAlive] = [0, 0, 0]
  forEachMint(facts, (mint) => {
    const among = groupsOf[place] ?? []
    place += 1
    if (isAmongLast(among, most)) mints.push(wholeMint(mint))
    else {
      leftOut += 1
      if (mayBeAlive(mint, aliveAtMs)) leftOutAlive += 1
    }
  })
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

/** See `MintList.forEach`. */
function forEachMint({ baseline, scope }: TrailFacts, look: (mint: Mint) => void): void {
  baseline.mints.forEach(look)
  scope.mints.forEach(look)
}

/** Mints that are alike: of the same credential before a use of it, or of the same pair of caller and principal. */
interface MintGroup {
  readonly kind: 'use' | 'askedPair' | 'otherPair'
  size: number
  /** How many of them were gone through. */
  passed: number
}

interface Use {
  readonly principalId: string
  readonly untilMs: number
  /** By the id of the role's session, each as a list of one. null: there are none so far. */
  groups: Map<string | null, readonly MintGroup[]> | null
}

/** Maps within maps: names put together of key, caller and role, twice a mint, took longer than all else. */
class MintGroups {
  readonly #uses = new Map<string, Use[]>()
  readonly #slots = new UsedSlots()
  /** Each pair as a list of one: that is what most mints are among. */
  readonly #byCaller = new Map<string, Map<string, readonly MintGroup[]>>()
  readonly #asked: ReadonlySet<string>
  /** Of mints that no use goes back to. */
  readonly pairs: MintGroup[] = []

  constructor({ baseline, scope }: TrailFacts, asked: ReadonlySet<string>) {
    this.#asked = asked
    for (const { keys } of [baseline, scope]) for (const key of keys.values()) this.#addUse(key)
  }

  /** The groups of the mint, which is one more of each. None: it counts, whatever else there is. */
  with(mint: Mint): readonly MintGroup[] {
    const groups = this.#groupsOf(mint)
    const first = groups[0]
    if (first !== undefined) first.size += 1
    // As nearly none has.
    if (groups.length > 1) for (const group of groups.slice(1)) group.size += 1
    return groups
  }

  #groupsOf(mint: Mint): readonly MintGroup[] {
    if (mint.kind === 'accessKey' || this.#slots.has(mint)) return noGroups
    const uses = this.#uses.get(mint.accessKeyId)
    const ofUses = uses === undefined ? noGroups : groupsOfUses(uses, mint)
    return ofUses.length > 0 ? ofUses : this.#pairOf(mint.actorKey, mint.ofArn)
  }

  #pairOf(actorKey: string, ofArn: string): readonly MintGroup[] {
    const byPrincipal = entryOf(this.#byCaller, actorKey, noPairs)
    const known = byPrincipal.get(ofArn)
    if (known !== undefined) return known
    const pair = newGroup(this.#asked.has(actorKey) ? 'askedPair' : 'otherPair')
    this.pairs.push(pair)
    byPrincipal.set(ofArn, [pair])
    return [pair]
  }

  #addUse(key: KeyFacts): void {
    const { accessKeyId, principalId, firstSeenMs } = key
    this.#slots.add(key)
    if (accessKeyId === '') return
    const untilMs = firstSeenMs + issueToleranceMs
    const use: Use = { principalId, untilMs, groups: null }
    const others = this.#uses.get(accessKeyId)
    if (others === undefined) this.#uses.set(accessKeyId, [use])
    else others.push(use)
  }
}

function groupsOfUses(uses: readonly Use[], mint: Mint): readonly MintGroup[] {
  // As nearly all keys are used.
  const only = uses.length === 1 ? uses[0] : undefined
  if (only !== undefined) return groupOfUse(only, mint)
  return uses.flatMap((use) => groupOfUse(use, mint))
}

function groupOfUse(use: Use, mint: Mint): readonly MintGroup[] {
  if (mint.atMs > use.untilMs || !mayBeOf(mint, use.principalId)) return noGroups
  use.groups ??= new Map()
  return entryOf(use.groups, mint.assumedRoleId, newUse)
}

/** In no group, or one of the last of any. All groups are gone through: each of them has this mint behind it. */
function isAmongLast(groups: readonly MintGroup[], share: number): boolean {
  const first = groups[0]
  if (first === undefined) return true
  let isLate = isLateIn(first, share)
  if (groups.length > 1) for (const group of groups.slice(1)) isLate = isLateIn(group, share) || isLate
  return isLate
}

function isLateIn(group: MintGroup, share: number): boolean {
  group.passed += 1
  return group.passed > group.size - mostOf(group, share)
}

/** How many of a pair can be held so that all are within the limit. At least one: who obtained what of whom is never lost. */
function shareOf(pairs: readonly MintGroup[], mostUnused: number): number {
  if (pairs.length > mostUnused) return 1
  for (let share = mostUnused; share > 1; share = Math.floor(share / 2)) {
    if (pairs.reduce((sum, pair) => sum + Math.min(pair.size, mostOf(pair, share)), 0) <= mostUnused) return share
  }
  return 1
}

function mostOf({ kind }: MintGroup, share: number): number {
  switch (kind) {
    case 'use':
      return recordsOfIssue
    case 'askedPair':
      return share * askedWeight
    case 'otherPair':
      return share
    default:
      return assertNever(kind, 'kind of group')
  }
}

function mayBeAlive({ expiresAt, atMs }: Mint, aliveAtMs: number): boolean {
  return atMs <= aliveAtMs && (expiresAt === null ? atMs + longestLifeMs : eventTimeMs(expiresAt)) > aliveAtMs
}

/** What other accounts have of the same calls. */
function otherRecords(facts: TrailFacts, mints: readonly Mint[]): Mint[] {
  const shared = new Set<string>()
  for (const { sharedEventId } of mints) if (sharedEventId !== null) shared.add(sharedEventId)
  if (shared.size === 0) return []
  const known = new Set(mints.map(({ eventId }) => eventId))
  const others: Mint[] = []
  forEachMint(facts, (mint) => {
    const { sharedEventId } = mint
    if (sharedEventId !== null && shared.has(sharedEventId) && !known.has(mint.eventId)) others.push(wholeMint(mint))
  })
  return others
}

const noGroups: readonly MintGroup[] = []

function newUse(): readonly MintGroup[] {
  return [newGroup('use')]
}

function newGroup(kind: MintGroup['kind']): MintGroup {
  return { kind, size: 0, passed: 0 }
}

function noPairs(): Map<string, readonly MintGroup[]> {
  return new Map()
}
