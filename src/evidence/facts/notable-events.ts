import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { type KnownCall, notableKindIn } from './known-calls.js'
import type { Count } from './tallies.js'

/** How much is kept whole. Whoever floods one call loses only its own later records. */
export interface NotableLimit {
  readonly events: number
  /** Of one call of one actor, successes and failures apart. */
  readonly perCall: number
  /** Of one call of one actor from one address: what a program does all day leaves room for whoever has its credentials elsewhere. */
  readonly perAddress: number
  /** Of one read by all people and programs, by all services, and of its failures: a whole account asking the same leaves room for changes. */
  readonly perRead: number
  /** Of records with more than `largeCharacters` in their parameters and answer: they may have 256 KB each. */
  readonly large: number
}

export const largeCharacters = 8_000

export interface NotableEvents {
  readonly kept: CloudTrailEvent[]
  readonly dropped: number
}

interface Candidate {
  readonly event: CloudTrailEvent
  readonly group: string
  /** The group, from one address. */
  readonly place: string
  /** null for changes. */
  readonly read: string | null
  readonly rank: number
  readonly atMs: number
  readonly isLarge: boolean
}

/**
 * The records that are kept whole. First come those about identities and about being watched, then other changes, successes
 * before failures, and of equal ones the earliest; ids decide between records of one second. Each limit takes the first of this
 * order, so that gathering in parts and in any order keeps the same records: what comes before a record in a part comes
 * before it in the whole. Large records count as calls of their own, or a small one that takes a large one's place would let
 * in what a part has already dropped.
 */
export class NotableGatherer {
  #candidates: Candidate[] = []
  /** How many were kept after the last cut. */
  #settled = 0
  #seen = 0
  /** Where the limit of events was reached: what comes after its last one is not kept. */
  #last: Candidate | null = null
  readonly #limit: NotableLimit

  constructor(limit: NotableLimit) {
    this.#limit = limit
  }

  add(event: CloudTrailEvent, call: KnownCall, actorKey: string, { mark: { atMs }, outcome }: Count): void {
    const kind = notableKindIn(call, event)
    if (kind === null) return
    this.#seen += 1
    const rank = (kind === 'identity' ? 0 : 2) + (outcome === 'ok' ? 0 : 1)
    const last = this.#last
    if (last !== null && (last.rank < rank || (last.rank === rank && last.atMs < atMs))) return
    const isLarge = charactersOf(event) > largeCharacters
    // Each group lies wholly in the next wider one: what fills the wider in a part fills it in the whole.
    const kept = `${call.name}${outcome === 'ok' ? '' : ' failed'}${isLarge ? ' large' : ''}`
    const group = `${actorKey} ${kept}`
    this.#candidates.push({
      event,
      group,
      place: `${group} @${event.sourceIp ?? ''}`,
      read:
        event.readOnly === true
          ? `reads by ${event.actor.type === 'AWSService' ? 'services' : 'callers'} ${kept}`
          : null,
      rank,
      atMs,
      isLarge,
    })
    if (this.#candidates.length > this.#settled + slack(this.#limit)) this.#cut()
  }

  /** Records that another gatherer dropped: with what it kept they are all that it saw. */
  addDropped(dropped: number): void {
    this.#seen += dropped
  }

  result(): NotableEvents {
    this.#cut()
    const inTime = [...this.#candidates].sort((a, b) => a.atMs - b.atMs || byId(a, b))
    return { kept: inTime.map(({ event }) => event), dropped: this.#seen - this.#candidates.length }
  }

  #cut(): void {
    this.#candidates.sort((a, b) => a.rank - b.rank || a.atMs - b.atMs || byId(a, b))
    const ofGroup = new Map<string, number>()
    const kept: Candidate[] = []
    let large = 0
    for (const candidate of this.#candidates) {
      if (kept.length >= this.#limit.events) break
      const before = ofGroup.get(candidate.group) ?? 0
      const there = ofGroup.get(candidate.place) ?? 0
      if (before >= this.#limit.perCall || there >= this.#limit.perAddress) continue
      if (candidate.isLarge && large >= this.#limit.large) continue
      const reads = candidate.read === null ? 0 : (ofGroup.get(candidate.read) ?? 0)
      if (reads >= this.#limit.perRead) continue
      if (candidate.read !== null) ofGroup.set(candidate.read, reads + 1)
      ofGroup.set(candidate.group, before + 1)
      ofGroup.set(candidate.place, there + 1)
      if (candidate.isLarge) large += 1
      kept.push(candidate)
    }
    this.#candidates = kept
    this.#settled = kept.length
    this.#last = kept.length >= this.#limit.events ? (kept[kept.length - 1] ?? null) : null
  }
}

/** Sorting is paid for by as many records as come between two cuts. */
function slack({ events }: NotableLimit): number {
  return Math.max(64, Math.min(2_000, events))
}

function byId(a: Candidate, b: Candidate): number {
  return a.event.eventId < b.event.eventId ? -1 : a.event.eventId > b.event.eventId ? 1 : 0
}

function charactersOf({ requestParameters, responseElements, additionalEventData }: CloudTrailEvent): number {
  return (
    (requestParameters === undefined ? 0 : sizeOf(requestParameters)) +
    (responseElements === undefined ? 0 : sizeOf(responseElements)) +
    (additionalEventData === undefined ? 0 : sizeOf(additionalEventData))
  )
}

function sizeOf(value: Json): number {
  if (typeof value === 'string') return value.length + 8
  if (typeof value !== 'object' || value === null) return 8
  let size = 16
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item)
  else for (const name in value) size += name.length + sizeOf(value[name] ?? null)
  return size
}
