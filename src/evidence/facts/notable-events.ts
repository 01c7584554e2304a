import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { NotableKind } from './is-notable.js'
import { JoinedTexts } from './joined-texts.js'
import { type KnownCall, notableKindIn } from './known-calls.js'
import { type KeptRecord, type NotableRecord, WholeRecord } from './notable-record.js'
import type { CallOutcome } from './outcome-of.js'

/** How much is kept whole. Whoever floods one call loses only its own later records. */
export interface NotableLimit {
  readonly events: number
  /** Of one call of one actor, successes and failures apart. */
  readonly perCall: number
  /** Of one call of one actor from one address: what a program does all day leaves room for whoever has its credentials elsewhere. */
  readonly perAddress: number
  /** Of one read by all people and programs, by all services, and of its failures: a whole account asking the same leaves room for changes, and the first calls of each actor come before the many of any. */
  readonly perRead: number
  /** Of records with more than `largeCharacters` in their parameters and answer: they may have 256 KB each. */
  readonly large: number
}

export const largeCharacters = 8_000
const mostOpenCharacters = 4_000_000

/** Of what is asked about, and of what it is compared with. */
export const defaultLimit: { readonly scope: NotableLimit; readonly baseline: NotableLimit } = {
  scope: { events: 10_000, perCall: 400, perAddress: 200, perRead: 1_000, large: 200 },
  baseline: { events: 2_000, perCall: 40, perAddress: 20, perRead: 200, large: 50 },
}

export interface NotableEvents {
  readonly kept: CloudTrailEvent[]
  readonly dropped: number
}

interface Count {
  readonly atMs: number
  readonly outcome: CallOutcome
}

/** What call a record is of, and whose. */
export interface NotableCall extends Count {
  readonly kind: NotableKind
  /** As `KnownCall` has it. */
  readonly name: string
  readonly actorKey: string
}

/** What decides which of two records comes first. */
interface Order {
  readonly eventId: string
  readonly rank: number
  readonly atMs: number
}

interface Candidate extends Order {
  /** null once it was taken. */
  record: KeptRecord | null
  readonly group: string
  /** The group, from one address. */
  readonly place: string
  /** null for changes. */
  readonly read: string | null
  readonly isLarge: boolean
  /** By its place among the calls of its group: see `tierOf`. */
  tier: number
}

/** The last that was kept of a group, and how many there are. */
interface Kept {
  readonly last: Candidate
  readonly count: number
}

/**
 * The records that are kept whole. First come those about identities and about being watched, then other changes, successes
 * before failures; of those the first calls of every actor before the many of some, so that who comes late finds room behind
 * whoever calls all day; and of equal ones the earliest, ids deciding between records of one second. Each limit takes the first of
 * this order, so that gathering in parts and in any order keeps the same records: of every group of calls, what comes before
 * a record in a part is no more than what comes before it in the whole. Large records count as calls of their own, or a small one
 * that takes a large one's place would let in what a part has already dropped.
 */
export class NotableGatherer {
  #candidates: Candidate[] = []
  /** How many were kept after the last cut: the first ones. */
  #settled = 0
  /** Of the parameters and answers of the others. */
  #openCharacters = 0
  #seen = 0
  /** Where the limit of events was reached: what comes after its last one is not kept. */
  #last: Candidate | null = null
  readonly #groups = new Map<string, Kept>()
  /** The same of one address. */
  readonly #places = new Map<string, Kept>()
  /** The last that is kept of the reads that the last cut found full. */
  readonly #lastOfRead = new Map<string, Candidate>()
  readonly #limit: NotableLimit
  /** Candidates are many, and what they belong to is little. */
  readonly #joined = new JoinedTexts(' ')
  readonly #withAddress = new JoinedTexts(' @')

  constructor(limit: NotableLimit) {
    this.#limit = limit
  }

  add(event: CloudTrailEvent, call: KnownCall, actorKey: string, count: Count): void {
    const kind = notableKindIn(call, event)
    if (kind !== null) this.addRecord(new WholeRecord(event), { ...count, kind, name: call.name, actorKey })
  }

  /** False where the record is none that is kept. */
  addRecord(record: NotableRecord, { kind, name, actorKey, atMs, outcome }: NotableCall): boolean {
    this.#seen += 1
    const rank = (kind === 'identity' ? 0 : 2) + (outcome === 'ok' ? 0 : 1)
    if (this.#last !== null && this.#last.rank < rank) return false
    const { characters } = record
    const isLarge = characters > largeCharacters
    // Each group lies wholly in the next wider one: what fills the wider in a part fills it in the whole.
    const ofKind = outcome === 'ok' ? name : this.#joined.of(name, 'failed')
    const kept = isLarge ? this.#joined.of(ofKind, 'large') : ofKind
    const readers = record.actor.type === 'AWSService' ? 'reads by services' : 'reads by callers'
    const read = record.readOnly === true ? this.#joined.of(readers, kept) : null
    const group = this.#joined.of(actorKey, kept)
    const place = this.#withAddress.of(group, record.sourceIp ?? '')
    const candidate: Candidate = {
      record: null,
      eventId: record.eventId,
      rank,
      atMs,
      group,
      place,
      read,
      isLarge,
      tier: 0,
    }
    if (this.#isBeyond(candidate)) return false
    candidate.record = record.keep()
    this.#candidates.push(candidate)
    this.#openCharacters += characters
    if (this.#candidates.length > this.#settled + slack(this.#limit)) this.#cut()
    return true
  }

  /** Whether the next cut would drop it. Its tier is at least that of what comes after all that is kept of its group. */
  #isBeyond(candidate: Candidate): boolean {
    const group = this.#groups.get(candidate.group)
    if (group !== undefined && byTime(group.last, candidate) < 0) {
      if (group.count >= this.#limit.perCall) return true
      candidate.tier = tierOf(group.count)
    }
    const there = this.#places.get(candidate.place)
    if (there !== undefined && there.count >= this.#limit.perAddress && byTime(there.last, candidate) < 0) return true
    const lastOfRead = candidate.read === null ? undefined : this.#lastOfRead.get(candidate.read)
    if (lastOfRead !== undefined && byTier(lastOfRead, candidate) < 0) return true
    return this.#last !== null && byTier(this.#last, candidate) < 0
  }

  /** Records that another gatherer dropped: with what it kept they are all that it saw. */
  addDropped(dropped: number): void {
    this.#seen += dropped
  }

  result(): NotableEvents {
    this.#cut()
    const inTime = [...this.#candidates].sort((a, b) => a.atMs - b.atMs || byId(a, b))
    return { kept: inTime.flatMap(({ record }) => record?.event ?? []), dropped: this.#seen - this.#candidates.length }
  }

  /**
   * Hands over what was added since the last time, but for what is known to be beyond the limits, and forgets the records
   * themselves: what decides between them and later ones is remembered. Another gatherer that adds what is kept, and how many
   * were dropped, comes to the result of one that had seen them all.
   */
  take(): NotableEvents {
    return this.#taken(this.#candidates.length)
  }

  /**
   * The same, but for what was added since the last cut and may be dropped by the next one, as long as that takes little memory: half of
   * it need not be handed over at all. Call `take` in the end.
   */
  takeSettled(): NotableEvents {
    return this.#openCharacters > mostOpenCharacters ? this.take() : this.#taken(this.#settled)
  }

  #taken(end: number): NotableEvents {
    const kept: CloudTrailEvent[] = []
    let open = 0
    for (const [place, candidate] of this.#candidates.entries()) {
      const { record } = candidate
      if (record === null) continue
      if (place >= end) open += 1
      else {
        kept.push(record.event)
        candidate.record = null
      }
    }
    const dropped = this.#seen - kept.length - open
    this.#seen = open
    if (open === 0) this.#openCharacters = 0
    return { kept, dropped }
  }

  #cut(): void {
    const inOrder = this.#withinGroups().sort(byTier)
    const ofRead = new Map<string, number>()
    const kept = new Set<Candidate>()
    this.#lastOfRead.clear()
    this.#last = null
    let large = 0
    for (const candidate of inOrder) {
      if (candidate.isLarge && large >= this.#limit.large) continue
      const { read } = candidate
      if (read !== null) {
        const reads = (ofRead.get(read) ?? 0) + 1
        if (reads > this.#limit.perRead) continue
        ofRead.set(read, reads)
        if (reads === this.#limit.perRead) this.#lastOfRead.set(read, candidate)
      }
      if (candidate.isLarge) large += 1
      kept.add(candidate)
      if (kept.size < this.#limit.events) continue
      this.#last = candidate
      break
    }
    // In the order of time, so that the next sort has little to do.
    this.#candidates = this.#candidates.filter((candidate) => kept.has(candidate))
    this.#settled = kept.size
    this.#openCharacters = 0
    this.#groups.clear()
    this.#places.clear()
    for (const last of this.#candidates) {
      this.#groups.set(last.group, { last, count: (this.#groups.get(last.group)?.count ?? 0) + 1 })
      this.#places.set(last.place, { last, count: (this.#places.get(last.place)?.count ?? 0) + 1 })
    }
  }

  /** What is within the limits of one actor, each with its tier. */
  #withinGroups(): Candidate[] {
    this.#candidates.sort(byTime)
    const counts = new Map<string, number>()
    return this.#candidates.filter((candidate) => {
      const before = counts.get(candidate.group) ?? 0
      const there = counts.get(candidate.place) ?? 0
      if (before >= this.#limit.perCall || there >= this.#limit.perAddress) return false
      counts.set(candidate.group, before + 1)
      counts.set(candidate.place, there + 1)
      candidate.tier = tierOf(before)
      return true
    })
  }
}

/** The first call of an actor, the next two, the next four…: who is rare comes as far as who is frequent, with as many. */
function tierOf(before: number): number {
  return 31 - Math.clz32(before + 1)
}

/** Sorting is paid for by as many records as come between two cuts. */
function slack({ events }: NotableLimit): number {
  return Math.max(64, Math.min(1_000, events))
}

function byTier(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || a.tier - b.tier || a.atMs - b.atMs || byId(a, b)
}

function byTime(a: Order, b: Order): number {
  return a.rank - b.rank || a.atMs - b.atMs || byId(a, b)
}

function byId(a: Order, b: Order): number {
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0
}
