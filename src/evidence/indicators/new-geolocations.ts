import { compareTexts } from '../facts/texts.js'
import { type Answer, noAnswer, type Sighting, validAccounts } from './answer.js'
import { type Baseline, isInBaseline } from './baseline.js'
import { firstByKey } from './first-by-key.js'
import type { IndicatorSeverity } from './indicator.js'
import type { IndicatorInput, Place } from './indicator-input.js'
import { type Located, leftOutGaps, locate } from './located-addresses.js'
import { locationOf } from './location-of.js'
import { type Novelty, newFor, noveltiesOf, noveltyAnswer } from './novelty.js'

/** Places from which the actor called and from which it, or nobody in the account, had called in the 45 days before. */
export function newGeolocations(input: IndicatorInput, baseline: Baseline): Answer<'NEW_GEOLOCATION'> {
  const { facts, actor, geo } = input
  if (geo === null || !geo.knows.places) return noAnswer('notEvaluated', 'no MaxMind file of places was given')
  const placeOf = (address: string) => geo.placeOf(address)
  const { located, leftOut } = locate(facts.scope.actors.get(actor.key), placeOf)
  if (located.length === 0) {
    return noAnswer('notEvaluated', 'the file has none of its addresses', leftOutGaps(leftOut, geo.damage()))
  }
  const known = placesBefore(baseline, placeOf)
  const candidates = firstByKey(located, ({ value }) => locationOf(value))
  const novelties = noveltiesOf(candidates, known.locationsOf, baseline)
  const newCountries = new Set(
    noveltiesOf(
      firstByKey(located, ({ value }) => value.country),
      known.countriesOf,
      baseline,
    ).map(({ value }) => value.value.country),
  )
  return noveltyAnswer(
    novelties.map((novelty) => sightingOf(novelty, newCountries.has(novelty.value.value.country))).sort(inOrder),
    baseline,
    { what: 'place', gaps: leftOutGaps(leftOut, geo.damage()) },
  )
}

type Placed = Located<Place>

function placesBefore(baseline: Baseline, placeOf: (address: string) => Place | null) {
  const places = (facts: Parameters<typeof locate>[0]) =>
    locate(facts, placeOf).located.filter(({ tally }) => isInBaseline(baseline, tally))
  return {
    locationsOf: (facts: Parameters<typeof locate>[0]) => new Set(places(facts).map(({ value }) => locationOf(value))),
    countriesOf: (facts: Parameters<typeof locate>[0]) => new Set(places(facts).map(({ value }) => value.country)),
  }
}

function sightingOf(novelty: Novelty<Placed>, isNewCountry: boolean): Sighting<'NEW_GEOLOCATION'> {
  const { value: placed, isNewForEntireAccount } = novelty
  const location = locationOf(placed.value)
  return {
    ...validAccounts,
    severity: severityOf(isNewForEntireAccount, isNewCountry),
    reason: `it called from ${location}, ${newFor(isNewForEntireAccount)}${isNewCountry ? '' : '; the country is known'}`,
    detail: { location, ipAddress: placed.source, isNewForEntireAccount, isNewCountry },
    eventIds: placed.tally.eventIds.map(({ eventId }) => eventId),
  }
}

/** Data about cities is rough, and people move within a country. */
function severityOf(isNewForEntireAccount: boolean | null, isNewCountry: boolean): IndicatorSeverity {
  if (!isNewCountry) return 'INFORMATIONAL'
  return isNewForEntireAccount === true ? 'MEDIUM' : 'LOW'
}

function inOrder({ detail: a }: Sighting<'NEW_GEOLOCATION'>, { detail: b }: Sighting<'NEW_GEOLOCATION'>): number {
  return compareTexts(a.location, b.location)
}
