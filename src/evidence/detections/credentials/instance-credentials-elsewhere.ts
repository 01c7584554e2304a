import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { EventMark, KeyFacts } from '../../facts/trail-facts.js'
import { userAgentFamily } from '../../indicators/user-agent-family.js'
import { addressReach } from '../address-reach.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isProgramOnInstance } from '../user-agents.js'

/**
 * Credentials of an instance's role used where the instance is not: from an address that people call from with credentials of their
 * own, or from a second address beside the one that the instance's own programs call from. What GuardDuty calls
 * InstanceCredentialExfiltration; it knows AWS's networks, the records only know who else was there. One address alone that is shared
 * may be a jump host on which people have keys. ATT&CK T1552.005.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html
 */
export const instanceCredentialsElsewhere: PatternRule = {
  kind: 'pattern',
  id: 'ec2-instance-credentials-elsewhere',
  title: 'Credentials of an instance used from elsewhere',
  technique: 'T1552.005',
  tactic: 'credential-access',
  find: (trail) => {
    const instances = new Map<string, KeyFacts[]>()
    for (const key of trail.facts.scope.keys.values()) {
      if (isOfInstance(key)) entryOf(instances, key.principalId, (): KeyFacts[] => []).push(key)
    }
    const inOrder = [...instances].sort(([a], [b]) => compareTexts(a, b))
    return inOrder.flatMap(([, keys]) => sightingOf(keys, trail))
  },
}

/** The metadata service names the session after the instance, and renews its key every few hours. */
export function isOfInstance({ sessionName, ec2RoleDelivery, invokedBy }: KeyFacts): boolean {
  return (/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(sessionName) || ec2RoleDelivery !== null) && invokedBy === null
}

interface Place {
  readonly address: string
  readonly people: readonly string[]
  /** The credentials of the instance that were used there. */
  readonly keys: readonly KeyFacts[]
  readonly marks: readonly EventMark[]
}

function sightingOf(keys: readonly KeyFacts[], trail: TrailView): Sighting[] {
  const [first] = keys
  const places = placesOf(keys, trail)
  const shared = places.filter(({ people }) => people.length > 0)
  const apart = shared.length > 0 ? [] : beside(places)
  const told = shared.length > 0 ? shared : apart
  if (first === undefined || told.length === 0) return []
  const hasOwnPlace = places.length > shared.length && shared.length > 0
  const people = [...new Set(told.flatMap((place) => place.people))]
  return [
    {
      actorKeys: [first.actorKey],
      severity: hasOwnPlace ? 'high' : 'medium',
      status: 'succeeded',
      what: `session ${first.sessionName} used from ${named(told.map(({ address }) => address))}`,
      why: [
        ...(people.length > 0 ? [`called from with credentials of their own: ${named(people)}`] : []),
        ...(places.length > told.length ? ['the instance’s own calls come from another address'] : []),
      ],
      marks: told.flatMap(({ marks }) => marks),
    },
  ]
}

function placesOf(keys: readonly KeyFacts[], trail: TrailView): Place[] {
  const addresses = new Set(keys.flatMap(({ byIp }) => [...byIp.keys()]))
  return [...addresses]
    .filter((address) => addressReach(address) !== null)
    .sort(compareTexts)
    .map((address) => {
      const there = keys.filter(({ byIp }) => byIp.has(address))
      return {
        address,
        people: peopleAt(address, trail),
        keys: there,
        marks: there.flatMap(({ byIp }) => byIp.get(address)?.eventIds ?? []),
      }
    })
}

/** Its key is renewed about every six hours: an address that outlasted so many is the instance’s own. */
const keysOfOwnPlace = 3

/**
 * Of addresses of one reach: an endpoint of the VPC and the internet are two addresses of one instance. The instance’s own are
 * those that outlasted several keys, or else those of keys that its programs use.
 */
function beside(places: readonly Place[]): Place[] {
  const lasting = places.filter(({ keys }) => keys.length >= keysOfOwnPlace)
  if (lasting.length > 0) return apartFrom(lasting, places).filter((place) => hasOtherProgram(place, lasting))
  return apartFrom(
    places.filter(({ keys }) => keys.some((key) => programsOf(key).some(isProgramOnInstance))),
    places,
  )
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

function programsOf({ agents }: KeyFacts): string[] {
  return [...agents.keys()]
}

/** Of a whole company behind one address a few are named. */
const mostPeople = 50

function peopleAt(address: string, trail: TrailView): string[] {
  return trail
    .peopleAt(address)
    .slice(0, mostPeople)
    .map(({ arn, name }) => arn || name)
}
