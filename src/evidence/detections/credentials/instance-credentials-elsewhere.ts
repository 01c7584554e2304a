import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { KeyFacts } from '../../facts/trail-facts.js'
import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import { textsUnder } from '../request-values.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { beside, type Place, placesOf } from './instance-places.js'

/**
 * Credentials of an instance's role used where the instance is not: from an address that people call from with credentials of their
 * own, on a system that people sit at, or from a second address beside the one that the instance's own programs call from. What GuardDuty calls
 * InstanceCredentialExfiltration; it knows AWS's networks, the records only know who else was there. One address alone that is shared
 * may be a jump host on which people have keys, unless somebody there got into the instance before. ATT&CK T1552.005.
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

function sightingOf(keys: readonly KeyFacts[], trail: TrailView): Sighting[] {
  const [first] = keys
  const places = placesOf(keys, trail)
  const shared = places.filter(({ people, isOwn, isAtDesk }) => (people.length > 0 || isAtDesk) && !isOwn)
  const apart = shared.length > 0 ? [] : beside(places)
  const told = shared.length > 0 ? shared : apart
  if (first === undefined || told.length === 0) return []
  const hasOwnPlace = places.length > shared.length && shared.length > 0
  const people = [...new Set(told.flatMap((place) => place.people))]
  const gotIn = entriesInto(first.sessionName, shared, trail)
  return [
    {
      actorKeys: [first.actorKey, ...gotIn.map(({ actor }) => actor.key)],
      severity: hasOwnPlace || gotIn.length > 0 ? 'high' : 'medium',
      status: 'succeeded',
      what: `session ${first.sessionName} used from ${named(told.map(({ address }) => address))}`,
      why: [
        ...(people.length > 0 ? [`called from with credentials of their own: ${named(people)}`] : []),
        ...(told.some(({ isAtDesk }) => isAtDesk)
          ? ['with a system that people sit at, and instances do not run']
          : []),
        ...(gotIn.length > 0 ? [`that address got into the instance before, by ${named(gotIn.map(callOf))}`] : []),
        ...(places.length > told.length ? ['the instance’s own calls come from another address'] : []),
      ],
      marks: told.flatMap(({ marks }) => marks),
    },
  ]
}

const entering = [
  ['ssm', 'SendCommand StartSession'],
  ['ec2-instance-connect', 'SendSSHPublicKey SendSerialConsoleSSHPublicKey'],
] as const

/** From the address at which its credentials are used then, which the metadata service gives to whatever runs there. */
function entriesInto(instance: string, shared: readonly Place[], trail: TrailView): Act[] {
  if (shared.length === 0) return []
  return (entriesIn(trail).get(instance) ?? []).filter(({ event, mark }) => {
    const place = shared.find(({ address }) => address === event.sourceIp)
    return place?.keys.some(({ byIp }) => (byIp.get(place.address)?.lastSeenMs ?? -Infinity) >= mark.atMs) === true
  })
}

/** Asked for once an instance, so it is kept. */
const entries = new WeakMap<TrailView, ReadonlyMap<string, readonly Act[]>>()

function entriesIn(trail: TrailView): ReadonlyMap<string, readonly Act[]> {
  const known = entries.get(trail)
  if (known !== undefined) return known
  const byInstance = new Map<string, Act[]>()
  for (const act of entering.flatMap(([service, names]) => trail.actsNamed(service, names))) {
    if (act.outcome !== 'ok') continue
    for (const instance of new Set(textsUnder(act.request, 'instanceIds', 'instanceId', 'target'))) {
      entryOf(byInstance, instance, (): Act[] => []).push(act)
    }
  }
  entries.set(trail, byInstance)
  return byInstance
}

function callOf({ name }: Act): string {
  return name
}
