import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { greatCircleKm } from '../../../../src/evidence/indicators/great-circle.js'
import { impossibleTravel } from '../../../../src/evidence/indicators/impossible-travel.js'
import type { GeoLookup, IndicatorInput } from '../../../../src/evidence/indicators/indicator-input.js'
import { account, anEvent, aSessionOf, at } from '../../../support/fixtures/gathered-events.js'
import { amsterdam, geoOf, inputOf, lima, network, place, utrecht } from '../../../support/fixtures/indicator-input.js'

const here = '198.51.100.7'
const there = '203.0.113.9'

function calls(...visits: readonly (readonly [string, number])[]): CloudTrailEvent[] {
  return visits.map(([sourceIp, hours]) => anEvent({ sourceIp, eventTime: at(hours) }))
}

function travel(events: readonly CloudTrailEvent[], geo: GeoLookup | null, changes: Partial<IndicatorInput> = {}) {
  return impossibleTravel(inputOf(events, { geo, ...changes }))
}

const twoCities = geoOf({ [here]: amsterdam, [there]: lima })

describe('impossible travel', () => {
  it('is a call from far away sooner than anybody gets there, with both calls', () => {
    const events = calls([here, 9], [there, 11])
    expect(travel(events, twoCities).sightings).toEqual([
      expect.objectContaining({
        severity: 'HIGH',
        technique: 'T1078.004',
        eventIds: events.map(({ eventId }) => eventId),
        detail: {
          startingIpAddress: here,
          endingIpAddress: there,
          startingLocation: 'Amsterdam, NL',
          endingLocation: 'Lima, PE',
          hourlyTimeDelta: 2,
          distanceKm: Math.round(greatCircleKm({ ...c(amsterdam) }, { ...c(lima) }) - 20),
          speedKmPerHour: expect.any(Number),
          sameSession: true,
        },
      }),
    ])
  })

  it('is faster than 900 km/h: at that speed it is a flight', () => {
    // A degree on the equator, without a doubt about either place.
    const degreeKm = greatCircleKm(
      { latitude: 0, longitude: 0, accuracyKm: 0 },
      { latitude: 0, longitude: 1, accuracyKm: 0 },
    )
    const flown = (km: number) =>
      geoOf({ [here]: place('A', 'AA', 0, 0, 0), [there]: place('B', 'BB', 0, km / degreeKm, 0) })
    const events = calls([here, 9], [there, 12])
    expect(travel(events, flown(2699)).sightings).toEqual([])
    expect(travel(events, flown(2701)).sightings).toHaveLength(1)
  })

  it('is a hundred kilometres at least, however soon', () => {
    const degreeKm = greatCircleKm(
      { latitude: 0, longitude: 0, accuracyKm: 0 },
      { latitude: 0, longitude: 1, accuracyKm: 0 },
    )
    const apart = (km: number) =>
      geoOf({ [here]: place('A', 'AA', 0, 0, 0), [there]: place('B', 'BB', 0, km / degreeKm, 0) })
    const events = calls([here, 9], [there, 9])
    expect(travel(events, apart(99)).sightings).toEqual([])
    expect(travel(events, apart(101)).sightings).toMatchObject([
      { detail: { hourlyTimeDelta: 0, speedKmPerHour: null } },
    ])
    expect(travel(events, geoOf({ [here]: amsterdam, [there]: utrecht })).sightings).toEqual([])
  })

  it('takes the nearest points that two rough places can mean', () => {
    const rough = geoOf({ [here]: amsterdam, [there]: { ...lima, coordinates: { ...c(lima), accuracyKm: 10_600 } } })
    expect(travel(calls([here, 9], [there, 10]), rough).sightings).toEqual([])
  })

  it('counts from the last call here to the first one there, and from the baseline into the scope', () => {
    expect(travel(calls([here, 9], [here, 20], [there, 23.9]), twoCities).sightings).toMatchObject([
      { detail: { hourlyTimeDelta: expect.closeTo(3.9) } },
    ])
    expect(travel(calls([here, -1], [there, 1]), twoCities).sightings).toHaveLength(1)
    expect(travel(calls([here, -5], [there, -3], [there, 20]), twoCities).sightings).toEqual([])
    expect(travel(calls([here, 1], [there, 23]), twoCities).sightings).toEqual([])
  })

  it('leaves out services, inside addresses and networks of machines, and says so', () => {
    const sources = ['AWS Internal', 'cloudformation.amazonaws.com', '10.0.0.7', 'fd00::1', '100.64.1.1', there]
    const events = calls([here, 9], ...sources.map((source) => [source, 9.5] as const))
    const places = Object.fromEntries([here, ...sources].map((source) => [source, source === here ? amsterdam : lima]))
    const { sightings, gaps } = travel(events, geoOf(places, { [there]: network('Amazon.com, Inc.') }))
    expect(sightings).toEqual([])
    expect(gaps).toEqual([
      '2 addresses of AWS services left out',
      '3 addresses inside of a network or behind a VPC endpoint left out',
      '1 address of hosting, cloud and VPN networks left out',
    ])
    expect(travel(events, geoOf(places, { [there]: network('Telefonica del Peru') })).sightings).toHaveLength(1)
  })

  it('weighs less where clouds and VPNs could not be told', () => {
    const { sightings, gaps } = travel(calls([here, 9], [there, 10]), geoOf({ [here]: amsterdam, [there]: lima }, null))
    expect([sightings[0]?.severity, gaps]).toEqual([
      'MEDIUM',
      ['no file of network owners: clouds and VPNs could not be left out'],
    ])
  })

  it('of a role counts fully only where one session was in both places', () => {
    const actor = { key: `role:${account}:ops`, type: 'role', accountId: account } as const
    const by = (session: string, sourceIp: string, hours: number) =>
      anEvent({
        sourceIp,
        eventTime: at(hours),
        actor: aSessionOf({ role: 'ops', session, accessKeyId: `ASIA${session}${sourceIp}` }),
      })
    const severity = (...events: CloudTrailEvent[]) =>
      travel(events, twoCities, { actor }).sightings.map((each) => each.severity)
    expect(severity(by('ana', here, 9), by('bo', there, 10))).toEqual(['LOW'])
    expect(severity(by('ana', here, 9), by('ana', there, 10))).toEqual(['HIGH'])
  })

  it('is not evaluated without coordinates, or where no address tells a place', () => {
    const events = calls([here, 9], [there, 10])
    const countries = { ...twoCities, knows: { places: true, coordinates: false, networks: false } }
    expect(
      [travel(events, null), travel(events, countries), travel(events, geoOf({}))].map(
        ({ otherwise }) => otherwise.status,
      ),
    ).toEqual(Array(3).fill('notEvaluated'))
    expect(travel(calls([here, 9]), twoCities).otherwise.status).toBe('notObserved')
  })
})

function c({ coordinates }: typeof amsterdam) {
  if (coordinates === null) throw new Error('a place without coordinates')
  return coordinates
}
