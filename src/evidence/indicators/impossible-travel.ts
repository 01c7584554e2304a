import { compareTexts } from '../facts/texts.js'
import { type Answer, noAnswer, type Sighting, validAccounts } from './answer.js'
import { greatCircleKm } from './great-circle.js'
import { isHostingNetwork } from './hosting-network.js'
import type { IndicatorSeverity } from './indicator.js'
import type { Coordinates, IndicatorInput, Place } from './indicator-input.js'
import { addresses, type LeftOut, type Located, leftOutGaps, locate } from './located-addresses.js'
import { locationOf } from './location-of.js'
import { sharedSessions } from './shared-sessions.js'

const hourMs = 3_600_000

/** As fast as an airliner flies. */
export const fastestKmPerHour = 900
/** Nearer than this, two addresses may be one desk: places of addresses are that rough. */
export const nearestKm = 100
const mostSightings = 100
/** Nothing on earth is further than 23 hours of flight: what was before that cannot be the start of an impossible trip. */
const longestMs = 24 * hourMs

interface Whereabouts {
  readonly place: Place
  readonly coordinates: Coordinates
  readonly source: string
  readonly atMs: number
  readonly eventId: string
  readonly inScope: boolean
}

interface Trip {
  readonly from: Whereabouts
  readonly to: Whereabouts
  readonly distanceKm: number
  readonly hours: number
}

/**
 * Consecutive calls of one actor from places that nobody gets between in that time. Services, addresses inside of networks and
 * networks of machines and VPNs are left out: they say nothing about where a person is. The distance is that of the nearest
 * points that the two places can mean. Facts know the first and the last call of each hour and address; what lies between may
 * only make a trip look slower. A role is many people's: it counts fully where one session was in both places.
 */
export function impossibleTravel(input: IndicatorInput): Answer<'IMPOSSIBLE_TRAVEL'> {
  const { facts, actor, geo } = input
  if (geo === null || !geo.knows.coordinates) {
    const lack = geo?.knows.places
      ? 'the MaxMind file has countries only, without coordinates'
      : 'no MaxMind file of places was given'
    return noAnswer('notEvaluated', lack)
  }
  const scope = travellersOf(input, facts.scope)
  if (scope.located.length === 0) return noAnswer('notEvaluated', 'none of its addresses tells a place', scope.gaps)
  const before = travellersOf(input, facts.baseline)
  const sinceMs = facts.scope.firstSeenMs - longestMs
  const trips = tooFast([
    ...before.located.flatMap((each) => visitsOf(each, { inScope: false, sinceMs })),
    ...scope.located.flatMap((each) => visitsOf(each, { inScope: true, sinceMs })),
  ])
  const isOneSession = sharedSessions(facts, actor)
  return {
    sightings: trips
      .slice(0, mostSightings)
      .map((trip) => sightingOf(trip, isOneSession(trip.from.source, trip.to.source), geo.knows.networks)),
    otherwise: { status: 'notObserved', reason: `it was nowhere faster than ${fastestKmPerHour} km/h` },
    gaps: [
      ...scope.gaps,
      ...(trips.length > mostSightings ? [`${trips.length - mostSightings} more are not listed`] : []),
    ],
  }
}

type Traveller = Located<{ readonly place: Place; readonly coordinates: Coordinates }>

function travellersOf({ actor, geo }: IndicatorInput, window: IndicatorInput['facts']['scope']) {
  let hosted = 0
  const { located, leftOut } = locate(window.actors.get(actor.key), (address) => {
    const place = geo?.placeOf(address) ?? null
    return place === null || place.coordinates === null ? null : { place, coordinates: place.coordinates, address }
  })
  const people: Traveller[] = located.filter(({ value }) => {
    const network = geo?.networkOf(value.address) ?? null
    const isHosted = network !== null && isHostingNetwork(network)
    if (isHosted) hosted += 1
    return !isHosted
  })
  return { located: people, gaps: gapsOf(leftOut, hosted, geo) }
}

function gapsOf(leftOut: LeftOut, hosted: number, geo: IndicatorInput['geo']): string[] {
  return [
    ...leftOutGaps(leftOut, geo?.damage() ?? null),
    ...(hosted > 0 ? [`${addresses(hosted)} of hosting, cloud and VPN networks left out`] : []),
    ...(geo?.knows.networks ? [] : ['no file of network owners: clouds and VPNs could not be left out']),
  ]
}

interface Asked {
  readonly inScope: boolean
  readonly sinceMs: number
}

function visitsOf({ source, tally, value }: Traveller, { inScope, sinceMs }: Asked): Whereabouts[] {
  const { place, coordinates } = value
  const visits: Whereabouts[] = []
  for (const { firstMs, firstEventId, lastMs, lastEventId } of tally.visits) {
    if (lastMs < sinceMs) continue
    visits.push({ place, coordinates, source, inScope, atMs: firstMs, eventId: firstEventId })
    if (lastMs > firstMs) visits.push({ place, coordinates, source, inScope, atMs: lastMs, eventId: lastEventId })
  }
  return visits
}

/** The first trip between each two places, earliest first. One that ended before the scope is not asked about. */
function tooFast(visits: readonly Whereabouts[]): Trip[] {
  const sorted = [...visits].sort(
    (a, b) => a.atMs - b.atMs || compareTexts(a.eventId, b.eventId) || compareTexts(a.source, b.source),
  )
  const trips = new Map<string, Trip>()
  for (const [index, to] of sorted.entries()) {
    const from = sorted[index - 1]
    if (from === undefined || !to.inScope) continue
    const trip = tripOf(from, to)
    if (trip === null) continue
    const between = `${locationOf(from.place)}\n${locationOf(to.place)}`
    if (!trips.has(between)) trips.set(between, trip)
  }
  return [...trips.values()]
}

function tripOf(from: Whereabouts, to: Whereabouts): Trip | null {
  if (from.source === to.source) return null
  const a = from.coordinates
  const b = to.coordinates
  const distanceKm = greatCircleKm(a, b) - a.accuracyKm - b.accuracyKm
  const hours = (to.atMs - from.atMs) / hourMs
  return distanceKm >= nearestKm && distanceKm > hours * fastestKmPerHour ? { from, to, distanceKm, hours } : null
}

function sightingOf(
  { from, to, distanceKm, hours }: Trip,
  sameSession: boolean,
  knowsNetworks: boolean,
): Sighting<'IMPOSSIBLE_TRAVEL'> {
  const [startingLocation, endingLocation] = [locationOf(from.place), locationOf(to.place)]
  const speed = hours === 0 ? null : Math.round(distanceKm / hours)
  const people = sameSession ? '' : '; no session was in both places, so they may be two people'
  return {
    ...validAccounts,
    severity: severityOf(sameSession, knowsNetworks),
    reason: `from ${startingLocation} to ${endingLocation}, ${Math.round(distanceKm)} km or more in ${minutesIn(hours)}${people}`,
    detail: {
      startingIpAddress: from.source,
      endingIpAddress: to.source,
      startingLocation,
      endingLocation,
      hourlyTimeDelta: hours,
      distanceKm: Math.round(distanceKm),
      speedKmPerHour: speed,
      sameSession,
    },
    eventIds: from.eventId === to.eventId ? [from.eventId] : [from.eventId, to.eventId],
  }
}

function minutesIn(hours: number): string {
  const minutes = Math.round(hours * 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

function severityOf(sameSession: boolean, knowsNetworks: boolean): IndicatorSeverity {
  if (!sameSession) return 'LOW'
  return knowsNetworks ? 'HIGH' : 'MEDIUM'
}
