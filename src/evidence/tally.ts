import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'

/** Each event id once, oldest first; ids decide between events of one second, so that the order is always the same. */
export function inOrder(events: readonly CloudTrailEvent[]): CloudTrailEvent[] {
  const once = [...new Map(events.map((event) => [event.eventId, event])).values()]
  return once.sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime) || compare(a.eventId, b.eventId))
}

/** Events by a key; those without one are left out. */
export function groupBy(
  events: readonly CloudTrailEvent[],
  keyOf: (event: CloudTrailEvent) => string | undefined,
): [string, CloudTrailEvent[]][] {
  const groups = new Map<string, CloudTrailEvent[]>()
  for (const event of events) {
    const key = keyOf(event)
    if (key === undefined || key === '') continue
    const group = groups.get(key)
    if (group) group.push(event)
    else groups.set(key, [event])
  }
  return [...groups]
}

export function errorsIn(events: readonly CloudTrailEvent[]): number {
  return events.filter(({ errorCode }) => errorCode !== undefined).length
}

/** First and last event time of events in order; null where there are none. */
export function spanOf(events: readonly CloudTrailEvent[]): { firstSeenAt: string; lastSeenAt: string } | null {
  const first = events[0]
  const last = events.at(-1)
  return first && last ? { firstSeenAt: first.eventTime, lastSeenAt: last.eventTime } : null
}

/** The busiest first; the name decides between equals. */
export function mostFirst<Row extends { calls: number }>(rows: Row[], nameOf: (row: Row) => string): Row[] {
  return rows.sort((a, b) => b.calls - a.calls || compare(nameOf(a), nameOf(b)))
}

/** The texts that are there, each once, sorted. */
export function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))].sort()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
