import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { isBefore } from '../facts/tallies.js'
import { type ActorFacts, type CallTally, type EventMark, type IpTally, keptEventIds } from '../facts/trail-facts.js'

interface Sought {
  readonly scope: ActorFacts
  /** The records of the actor that were kept whole. */
  readonly whole: readonly CloudTrailEvent[]
  readonly calls: readonly CallTally[]
  /** '' for records without an address. */
  readonly ip: string
}

/**
 * Events that are both this call and from this address. Facts name the earliest events of a call and of an address, and of both
 * together the first alone: a further event is of both where both name it, where the call came from one address alone or the
 * address made this call alone, or where its record was kept whole. Of records without an address none may be known: then those
 * of the call are named, and `areOfAddress` is false.
 */
export function sightedIds(sought: Sought): { readonly eventIds: readonly string[]; readonly areOfAddress: boolean } {
  const marks = marksOfBoth(sought)
  const areOfAddress = marks.length > 0
  const named = areOfAddress ? marks : sought.calls.flatMap(({ eventIds }) => eventIds)
  return { eventIds: earliestIds(named), areOfAddress }
}

function marksOfBoth({ scope, whole, calls, ip }: Sought): EventMark[] {
  const names = new Set(calls.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`))
  const kept = whole
    .filter(({ eventSource, eventName, sourceIp = '' }) => sourceIp === ip && names.has(`${eventSource} ${eventName}`))
    .map(({ eventId, eventTime }) => ({ eventId, atMs: eventTimeMs(eventTime) }))
  const address = scope.byIp.get(ip)
  const ids = idsOfAddress(address)
  return [
    ...kept,
    ...calls.flatMap(({ eventIds, byIp, ok, failed }) => {
      const row = byIp.get(ip)
      if (row === undefined) return ip === '' && byIp.size === 0 ? eventIds : []
      const calls = row.ok + row.failed
      if (calls === ok + failed) return eventIds
      if (address !== undefined && calls === address.ok + address.failed) return address.eventIds
      const first = { eventId: row.firstEventId, atMs: row.firstSeenMs }
      return [first, ...eventIds.filter(({ eventId }) => ids.has(eventId))]
    }),
  ]
}

function idsOfAddress(tally: IpTally | undefined): ReadonlySet<string> {
  if (tally === undefined) return new Set()
  const visits = tally.visits.flatMap(({ firstEventId, lastEventId }) => [firstEventId, lastEventId])
  return new Set([...tally.eventIds.map(({ eventId }) => eventId), ...visits])
}

/** The earliest few, each once, oldest first. */
export function earliestIds(marks: readonly EventMark[]): string[] {
  const sorted = [...marks].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
  return [...new Set(sorted.map(({ eventId }) => eventId))].slice(0, keptEventIds)
}
