import type { Visit } from './trail-facts.js'

const hourMs = 3_600_000

/** Since the epoch: what a visit is told by. */
export function hourOfVisit({ firstMs }: Visit): number {
  return Math.floor(firstMs / hourMs)
}

/** Up to here by `concat`: an array that grows by itself, or is spread out of others, has room for 16 more from its first one on. */
const fewVisits = 4

/**
 * The visits of an address with one more, which is of one hour: they stand in the order of their hours, one an hour. An array: most
 * addresses are seen in one hour only, and a map of one entry takes six times as much. Both `visits` and `visit` may be changed.
 */
export function withVisit(visits: Visit[], visit: Visit): Visit[] {
  const hour = hourOfVisit(visit)
  let at = visits.length
  for (let last = visits[at - 1]; last !== undefined && hourOfVisit(last) >= hour; last = visits[at - 1]) {
    if (hourOfVisit(last) === hour) {
      widenVisit(last, visit)
      return visits
    }
    at -= 1
  }
  if (visits.length < fewVisits) return visits.slice(0, at).concat([visit], visits.slice(at))
  // Records come nearly in order: what is moved is little.
  visits.splice(at, 0, visit)
  return visits
}

/** Of records of one moment the smallest id is the first one and the greatest the last one. */
function widenVisit(into: Visit, from: Visit): void {
  if (from.firstMs < into.firstMs || (from.firstMs === into.firstMs && from.firstEventId < into.firstEventId)) {
    into.firstMs = from.firstMs
    into.firstEventId = from.firstEventId
  }
  if (from.lastMs > into.lastMs || (from.lastMs === into.lastMs && from.lastEventId > into.lastEventId)) {
    into.lastMs = from.lastMs
    into.lastEventId = from.lastEventId
  }
}
