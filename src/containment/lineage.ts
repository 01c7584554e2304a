import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { openedWays, openings } from '../domain/openings.js'
import type { Suspect } from '../domain/verdict.js'
import { entityOf, parameterOf } from './actors.js'
import { type AppliedBlock, type FamilyMember, isOfBlocked } from './applied-block.js'
import { doorCalls, doorIn } from './outside-doors.js'

/** Something that a call brought into being: a user, a role, an access key or a way in from outside AWS. */
export interface Making {
  readonly kind: Exclude<Suspect['kind'], 'session'>
  /** User or role name; of a key the user that it belongs to; of a way in from outside as in `Suspect`. */
  readonly name: string
  /** A key's id, where the record tells it. */
  readonly accessKeyId: string | null
  readonly event: CloudTrailEvent
  /** Of what was there before, and was opened another way. */
  readonly opened?: NonNullable<Suspect['opened']>
}

type Opening = Required<Pick<Making, 'kind' | 'opened'>>

/** Ways into a user or role that was there before, by the names of their calls. */
const openingsByCall: ReadonlyMap<string, Opening> = new Map(
  openedWays.flatMap((opened) => openings[opened].calls.map((call) => [call, { kind: openings[opened].kind, opened }])),
)

/** The names of the calls that open another way in, from inside or from outside AWS. */
export const openingCalls: readonly string[] = [...openingsByCall.keys(), ...doorCalls]

/** What the successful calls among these made. */
export function makingsIn(events: readonly CloudTrailEvent[]): Making[] {
  return events.flatMap((event) => {
    const { created } = event
    if (created === undefined) return keyWithoutId(event)
    const { kind, name } = created
    if (kind !== 'accessKey') return [{ kind, name, accessKeyId: null, event }]
    return [
      { kind, name: created.userName ?? ownerOfKey(event) ?? '', accessKeyId: created.accessKeyId ?? name, event },
    ]
  })
}

/** Users and roles that the successful calls among these opened another way into, and ways in from outside AWS. */
export function openingsIn(events: readonly CloudTrailEvent[]): Making[] {
  return events.flatMap((event): Making[] => {
    const door = doorIn(event)
    if (door !== null) return [{ ...door, accessKeyId: null, event }]
    const opening = event.eventSource === 'iam.amazonaws.com' ? openingsByCall.get(event.eventName) : undefined
    if (opening === undefined || event.errorCode !== undefined) return []
    // A key that is turned off is no way in.
    if (opening.opened === 'accessKey' && parameterOf(event, 'status') !== 'Active') return []
    const name = parameterOf(event, `${opening.kind}Name`)
    return name === undefined ? [] : [{ ...opening, name, accessKeyId: null, event }]
  })
}

/** CloudTrail cuts long answers off; that a key was made is known all the same. */
function keyWithoutId(event: CloudTrailEvent): Making[] {
  const { eventSource, eventName, errorCode } = event
  if (eventSource !== 'iam.amazonaws.com' || eventName !== 'CreateAccessKey' || errorCode !== undefined) return []
  const name = ownerOfKey(event)
  return name === undefined ? [] : [{ kind: 'accessKey', name, accessKeyId: null, event }]
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html: "determines the user name implicitly". */
function ownerOfKey(event: CloudTrailEvent): string | undefined {
  const caller = entityOf(event)
  return parameterOf(event, 'userName') ?? (caller?.type === 'user' ? caller.name : undefined)
}

/**
 * Tells the calls of the attacker's family: of the blocked principal, of credentials that it was handed (role chaining), of
 * users, roles and keys that it made or that are suspect already, and of whatever those made and were handed in turn.
 */
export function lineageIn(
  events: readonly CloudTrailEvent[],
  block: AppliedBlock,
  seeds: readonly FamilyMember[] = [],
): (event: CloudTrailEvent) => boolean {
  const family = new Set([...seeds, ...(block.family ?? [])].map(seedId))
  const { accountId } = block.plan.entity
  const belongs = (event: CloudTrailEvent) =>
    isOfBlocked(event, block) || idsOfActor(event, accountId).some((id) => family.has(id))
  const makings = [...makingsIn(events), ...openingsIn(events)]
  // Event times are of one second, so the order within it is not known: go on until nobody new turns up.
  for (let size = -1; size !== family.size; ) {
    size = family.size
    for (const event of events) {
      if (event.issued && event.errorCode === undefined && belongs(event)) family.add(keyId(event.issued.accessKeyId))
    }
    for (const making of makings) if (belongs(making.event)) family.add(makingId(making))
  }
  return belongs
}

function idsOfActor(event: CloudTrailEvent, accountId: string): string[] {
  const entity = entityOf(event)
  const { accessKeyId } = event.actor
  return [
    ...(accessKeyId === undefined ? [] : [keyId(accessKeyId)]),
    ...(entity?.accountId === accountId ? [entityId(entity.type, entity.name)] : []),
  ]
}

/** A key whose id the record does not tell is known by its user: nobody acts under this id. */
function makingId({ kind, name, accessKeyId }: Making): string {
  if (kind !== 'accessKey') return entityId(kind, name)
  return accessKeyId === null ? `key of ${name}` : keyId(accessKeyId)
}

function seedId({ kind, name }: FamilyMember): string {
  return kind === 'accessKey' ? keyId(name.split('/').at(-1) ?? name) : entityId(kind, name)
}

function entityId(type: Making['kind'], name: string): string {
  return `${type} ${name.toLowerCase()}`
}

function keyId(accessKeyId: string): string {
  return `key ${accessKeyId}`
}
