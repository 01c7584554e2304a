import { dayOf } from '../../facts/event-time.js'
import type { ActorFacts, IpTally } from '../../facts/trail-facts.js'
import { hourOfVisit } from '../../facts/visits.js'
import { addressReach } from '../address-reach.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isAfterLooking, isByKeyMadeThere, manyToLookers } from './reading-keys.js'

const manyObjects = 100

/**
 * Objects read in bulk from a place where their reader never was before: a program stays at its address, and whoever has its
 * credentials does not. Or with a key that was made there, or after an instance's credentials looked around there by a command line.
 * Told by counts, since reads of data are not kept whole; a reader of many addresses (a function, people on the move) has no place of its
 * own. ATT&CK T1530, data from cloud storage.
 */
export const objectsRead: PatternRule = {
  kind: 'pattern',
  id: 's3-objects-read-from-new-place',
  title: 'Objects read in bulk from a new place',
  technique: 'T1530',
  tactic: 'collection',
  find: (trail) => trail.actorsInOrder().flatMap(([actorKey, facts]) => sightingOf(actorKey, facts, trail)),
}

interface Place {
  readonly address: string
  readonly there: IpTally
  readonly objects: number
  readonly why: string
}

function sightingOf(actorKey: string, facts: ActorFacts, trail: TrailView): Sighting[] {
  const reads = new Map<string, number>()
  for (const { byIp } of trail.talliesOf(facts, 's3', 'GetObject SelectObjectContent')) {
    byIp.eachCount((address, { ok }) => {
      reads.set(address, (reads.get(address) ?? 0) + ok)
    })
  }
  if (reads.size === 0) return []
  const places = [...facts.byIp].flatMap(([address, there]): Place[] => {
    const objects = reads.get(address) ?? 0
    if (objects < manyToLookers) return []
    const why = whyTold({ address, there, objects }, facts, trail)
    return why === null ? [] : [{ address, there, objects, why }]
  })
  if (places.length === 0) return []
  return [
    {
      actorKeys: [actorKey],
      severity: 'medium',
      status: 'succeeded',
      what: `${places.reduce((sum, { objects }) => sum + objects, 0)} objects read from ${named(places.map(({ address }) => address).sort())}`,
      why: [...new Set(places.map(({ why }) => why))].sort(),
      marks: places.flatMap(({ there }) => there.eventIds),
    },
  ]
}

function whyTold(place: Omit<Place, 'why'>, facts: ActorFacts, trail: TrailView): string | null {
  const { address, there, objects } = place
  if (addressReach(address) !== 'public') return null
  if (objects >= manyObjects && isNew(address, there, facts, trail)) return 'it did not call from there before'
  if (objects >= manyObjects && isByKeyMadeThere(facts.actor.key, address, trail)) {
    return 'with an access key that was made from there shortly before'
  }
  return objects >= manyToLookers && isAfterLooking(address, facts, trail)
    ? 'a command line with an instance’s credentials looked around from there'
    : null
}

/** So many are a place or two and their renewals; more are no places. */
const mostOwnPlaces = 5
const daysAtHome = 2

/** Against the baseline where there is one, else against days of work from elsewhere before it. */
function isNew(address: string, { firstSeenMs }: IpTally, facts: ActorFacts, trail: TrailView): boolean {
  const before = trail.hasBaseline ? trail.facts.baseline.actors.get(facts.actor.key)?.byIp : undefined
  const own =
    before ?? new Map([...facts.byIp].filter(([other, tally]) => other !== address && tally.firstSeenMs < firstSeenMs))
  if (own.has(address) || own.size === 0 || own.size > mostOwnPlaces) return false
  return daysIn([...own.values()], firstSeenMs) >= daysAtHome
}

function daysIn(places: readonly IpTally[], untilMs: number): number {
  const hours = places.flatMap(({ visits }) => visits.map(hourOfVisit))
  return new Set(hours.map((hour) => dayOf(hour * 3_600_000)).filter((day) => day < dayOf(untilMs))).size
}
