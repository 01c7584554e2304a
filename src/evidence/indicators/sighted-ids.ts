import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { entryOf, isBefore } from '../facts/tallies.js'
import { type ActorFacts, type CallTally, type EventMark, type IpTally, keptEventIds } from '../facts/trail-facts.js'

export interface NamedEvents {
  readonly eventIds: readonly string[]
  readonly areOfAddress: boolean
}

/**
 * Events of one actor that are both of these calls and from this address. Facts name the earliest events of a call and of an
 * address, and of both together the first alone: a further event is of both where both name it, where the call came from one
 * address alone or the address made this call alone, or where its record was kept whole. Of records without an address none may be
 * known: then those of the call are named, and `areOfAddress` is false.
 */
export class SightedIds {
  readonly #scope: ActorFacts
  /** By call and address ('' where the record has none). */
  readonly #kept = new Map<string, Map<string, EventMark[]>>()
  /** An address is asked for once a call. */
  readonly #idsAt = new Map<string, ReadonlySet<string>>()

  /** `whole` are the records of the actor that were kept whole. */
  constructor(scope: ActorFacts, whole: readonly CloudTrailEvent[]) {
    this.#scope = scope
    for (const event of whole) {
      const { eventId, eventTime, sourceIp = '' } = event
      const byIp = entryOf(this.#kept, nameOf(event), (): Map<string, EventMark[]> => new Map())
      entryOf(byIp, sourceIp, none).push({ eventId, atMs: eventTimeMs(eventTime) })
    }
  }

  of(calls: readonly CallTally[], ip: string): NamedEvents {
    let marks: readonly EventMark[] = []
    for (const call of calls) {
      const more = this.#marksOf(call, ip)
      marks = marks.length === 0 ? more : marks.concat(more)
    }
    const areOfAddress = marks.length > 0
    const named = areOfAddress ? marks : calls.flatMap(({ eventIds }) => eventIds)
    return { eventIds: earliestIds(named), areOfAddress }
  }

  #marksOf(call: CallTally, ip: string): readonly EventMark[] {
    const kept = this.#kept.get(nameOf(call))?.get(ip)
    const counted = this.#countedMarks(call, ip)
    return kept === undefined ? counted : kept.concat(counted)
  }

  #countedMarks({ eventIds, byIp, ok, failed }: CallTally, ip: string): readonly EventMark[] {
    const counts = byIp.countsOf(ip)
    if (counts === undefined) return ip === '' && byIp.size === 0 ? eventIds : []
    const calls = counts.ok + counts.failed
    if (calls === ok + failed) return eventIds
    const address = this.#scope.byIp.get(ip)
    if (address !== undefined && calls === address.ok + address.failed) return address.eventIds
    const ids = entryOf(this.#idsAt, ip, () => idsOfAddress(address))
    const first = byIp.get(ip)
    const others = eventIds.filter(({ eventId }) => ids.has(eventId))
    return first === undefined ? others : [{ eventId: first.firstEventId, atMs: first.firstSeenMs }, ...others]
  }
}

function idsOfAddress(tally: IpTally | undefined): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { eventId } of tally?.eventIds ?? []) ids.add(eventId)
  for (const { firstEventId, lastEventId } of tally?.visits ?? []) ids.add(firstEventId).add(lastEventId)
  return ids
}

function nameOf({ eventSource, eventName }: Pick<CallTally, 'eventSource' | 'eventName'>): string {
  return `${eventSource} ${eventName}`
}

function none(): EventMark[] {
  return []
}

/** The earliest few, each once, oldest first. */
export function earliestIds(marks: readonly EventMark[]): string[] {
  if (marks.length < 2) return marks.map(({ eventId }) => eventId)
  const sorted = [...marks].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
  return [...new Set(sorted.map(({ eventId }) => eventId))].slice(0, keptEventIds)
}
