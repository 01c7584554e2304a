import { agentsAt } from '../../facts/place-tally.js'
import { compareTexts } from '../../facts/texts.js'
import type { EventMark, KeyFacts, PlaceTally } from '../../facts/trail-facts.js'
import { userAgentFamily } from '../../indicators/user-agent-family.js'
import { addressReach } from '../address-reach.js'
import type { TrailView } from '../trail-view.js'
import { isAtDesk, isProgramOnInstance } from '../user-agents.js'

/** Where the credentials of one instance were used. */
export interface Place {
  readonly address: string
  /** Who calls from there with credentials of their own. */
  readonly people: readonly string[]
  /** The credentials of the instance that were used there. */
  readonly keys: readonly KeyFacts[]
  /** What AWS has running on instances calls from there, too: the instance stands behind the same address as those people. */
  readonly isOwn: boolean
  /** The system that they were used on is none that instances run. */
  readonly isAtDesk: boolean
  readonly marks: readonly EventMark[]
}

/** In the order of addresses; services stand in records by name, and are none. */
export function placesOf(keys: readonly KeyFacts[], trail: TrailView): Place[] {
  const addresses = new Set(keys.flatMap(({ byIp }) => [...byIp.keys()]))
  return [...addresses]
    .filter((address) => addressReach(address) !== null)
    .sort(compareTexts)
    .map((address) => {
      const there = keys.filter(({ byIp }) => byIp.has(address))
      const agents = there.flatMap(({ byIp }) => agentsOf(byIp.get(address)))
      return {
        address,
        people: peopleAt(address, trail),
        keys: there,
        isOwn: agents.some(isProgramOnInstance),
        isAtDesk: agents.some(isAtDesk),
        marks: there.flatMap(({ byIp }) => byIp.get(address)?.eventIds ?? []),
      }
    })
}

/** Of a whole company behind one address a few are named. */
const mostPeople = 50

function peopleAt(address: string, trail: TrailView): string[] {
  return trail
    .peopleAt(address)
    .slice(0, mostPeople)
    .map(({ arn, name }) => arn || name)
}

/** Its key is renewed about every six hours: an address that outlasted so many is the instance’s own. */
const keysOfOwnPlace = 3

/**
 * Of addresses of one reach: an endpoint of the VPC and the internet are two addresses of one instance. The instance’s own are
 * those that outlasted several keys, or else those of keys that its programs use, or else the first at which a key was seen.
 */
export function beside(places: readonly Place[]): Place[] {
  const lasting = places.filter(({ keys }) => keys.length >= keysOfOwnPlace)
  if (lasting.length > 0) return apartFrom(lasting, places).filter((place) => hasOtherProgram(place, lasting))
  const ofInstance = places.filter(({ keys }) => keys.some((key) => programsOf(key).some(isProgramOnInstance)))
  if (ofInstance.length > 0) return apartFrom(ofInstance, places)
  return places.filter(({ address, keys }) => keys.some((key) => isSecondHand(address, key)))
}

function apartFrom(own: readonly Place[], places: readonly Place[]): Place[] {
  const others = places.filter((place) => !own.includes(place))
  return others.filter(({ address }) => own.some((place) => addressReach(place.address) === addressReach(address)))
}

/** An address may change, and then the same programs call from the new one: it takes another program to be elsewhere. */
function hasOtherProgram({ keys }: Place, own: readonly Place[]): boolean {
  const before = own.flatMap((place) => place.keys).filter((key) => !keys.includes(key))
  const known = new Set(before.flatMap(programsOf).map(userAgentFamily))
  return keys.flatMap(programsOf).some((agent) => !known.has(userAgentFamily(agent)))
}

/** One key at a second address, with a program that it was not used with at the first: an instance of two protocols has one of each. */
function isSecondHand(address: string, { byIp }: KeyFacts): boolean {
  const alike = [...byIp].filter(([other]) => isAlike(other, address))
  const [first] = alike.sort(([a, { firstSeenMs: x }], [b, { firstSeenMs: y }]) => x - y || compareTexts(a, b))
  if (first === undefined || first[0] === address) return false
  const known = new Set(agentsOf(first[1]).map(userAgentFamily))
  return agentsOf(byIp.get(address)).some((agent) => !known.has(userAgentFamily(agent)))
}

function isAlike(a: string, b: string): boolean {
  return addressReach(a) === addressReach(b) && a.includes(':') === b.includes(':')
}

function agentsOf(place: PlaceTally | undefined): string[] {
  return place === undefined ? [] : [...agentsAt(place)].map(([agent]) => agent)
}

function programsOf({ agents }: KeyFacts): string[] {
  return [...agents.keys()]
}
