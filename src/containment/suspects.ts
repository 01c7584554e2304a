import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Entity } from '../domain/principal.js'
import { reservedRoleOf, rolePathOf } from '../domain/reserved-role.js'
import type { Suspect } from '../domain/verdict.js'
import type { AccessKey, InventoryEntity } from '../ports.js'
import { actorOf } from './actors.js'
import type { AppliedBlock, FamilyMember } from './applied-block.js'
import { lineageIn, type Making, makingsIn, openingsIn } from './lineage.js'
import { sessionElsewhere } from './session-elsewhere.js'

export interface SuspectsInput {
  /** Every user, role and group of the account as it is now. */
  readonly inventory: readonly InventoryEntity[]
  readonly newKeys: readonly { readonly userName: string; readonly key: AccessKey }[]
  readonly events: readonly CloudTrailEvent[]
  readonly block: AppliedBlock
  /** When the plan was made: what existed then was named to the people who approved it, so it is not held against the block. */
  readonly plannedAt: string
  /** When this look was: a session that is over by then can do nothing. */
  readonly lookedAt: string
  /** What was made this long before the block is looked at as well. */
  readonly suspectLookbackMs: number
}

/** What IAM shows: a session it does not. */
type Newcomer = Suspect & Pick<FamilyMember, 'kind'>

/** CloudTrail's time of the call and IAM's time of creation are of one act when they are this close. */
const SAME_ACT_MS = 60_000

/**
 * New users, roles, access keys, ways in from outside AWS and sessions that may be the attacker's way back (see Suspect), oldest first: what the
 * principal or its family made, or opened a new way into, since shortly before the block, whenever; and what came into being
 * around the block without a record of who made it. What somebody else made is none, and neither are the principal itself,
 * its keys that the plan knows, a blocked group's members and the roles that only AWS can make.
 */
export function findSuspects(input: SuspectsInput): Suspect[] {
  const makings = makingsIn(input.events)
  const unexplained = newcomers(input).filter((one) => !makings.some((making) => isMakingOf(making, one)))
  const belongs = lineageIn(input.events, input.block, unexplained)
  const since = Date.parse(input.block.appliedAt) - input.suspectLookbackMs
  const proven = [...makings, ...openingsIn(input.events)]
    .filter(({ event }) => belongs(event) && Date.parse(event.eventTime) >= since)
    .map((making) => toSuspect(making, input.newKeys))
  const sessions = input.events.filter(belongs).flatMap((event) => sessionElsewhere(event, since, input))
  return inOrder([...proven, ...unexplained, ...sessions], input.block)
}

/** Users and roles that came into being shortly before the plan, for those who approve it: `user backdoor at 2026-…`. */
export function newcomersBefore(
  plannedAt: string,
  { inventory, entity, lookbackMs }: { inventory: readonly InventoryEntity[]; entity: Entity; lookbackMs: number },
): string[] {
  const since = Date.parse(plannedAt) - lookbackMs
  return inventory
    .filter((one) => one.type !== 'group' && !isMadeByAws(one) && one.uniqueId !== entity.uniqueId)
    .filter(({ createdAt }) => Date.parse(createdAt) >= since)
    .map(({ type, name, createdAt }) => `${type} ${name} at ${createdAt}`)
    .sort()
}

/** What was created from the plan on until the block was surely enforced. IAM tells whole seconds. */
function newcomers({ inventory, newKeys, block, plannedAt }: SuspectsInput): Newcomer[] {
  const from = Math.floor(Date.parse(plannedAt) / 1000) * 1000
  const to = Date.parse(block.appliedAt) + block.propagationWindowMs
  const entities = inventory.flatMap((one) =>
    one.type === 'group' || isMadeByAws(one) ? [] : [unexplainedSuspect(one.type, one.name, one.createdAt)],
  )
  const keys = newKeys.map(({ userName, key }) =>
    unexplainedSuspect('accessKey', `${userName}/${key.accessKeyId}`, key.createdAt),
  )
  return [...entities, ...keys].filter(({ createdAt }) => {
    const at = Date.parse(createdAt)
    return at >= from && at <= to
  })
}

function unexplainedSuspect(kind: FamilyMember['kind'], name: string, createdAt: string): Newcomer {
  return { kind, name, createdAt, by: null, cause: 'unknown' }
}

/** Nobody but AWS can create a role under such a path; anybody may give one such a name. */
function isMadeByAws({ name, arn }: InventoryEntity): boolean {
  return reservedRoleOf(name, rolePathOf(arn))?.isByPath === true
}

function isMakingOf(making: Making, one: Newcomer): boolean {
  if (making.kind !== one.kind) return false
  if (making.accessKeyId !== null) return one.name.endsWith(`/${making.accessKeyId}`)
  const name = one.kind === 'accessKey' ? one.name.slice(0, one.name.lastIndexOf('/')) : one.name
  const isNear = Math.abs(Date.parse(making.event.eventTime) - Date.parse(one.createdAt)) <= SAME_ACT_MS
  return isNear && name.toLowerCase() === making.name.toLowerCase()
}

function toSuspect(making: Making, newKeys: SuspectsInput['newKeys']): Suspect {
  const { kind, name, event, opened } = making
  const how = opened === undefined ? {} : { opened }
  const suspect = { kind, createdAt: event.eventTime, by: actorOf(event), cause: 'principal' as const, ...how }
  if (kind !== 'accessKey') return { ...suspect, name }
  const read = newKeys
    .map(({ userName, key }) => unexplainedSuspect('accessKey', `${userName}/${key.accessKeyId}`, key.createdAt))
    .find((one) => isMakingOf(making, one))
  return { ...suspect, name: read?.name ?? `${name}/${making.accessKeyId ?? '(id unknown)'}` }
}

function inOrder(suspects: readonly Suspect[], block: AppliedBlock): Suspect[] {
  const once = new Map([...suspects].reverse().map((one) => [`${one.kind} ${one.name.toLowerCase()}`, one]))
  return [...once.values()]
    .filter((one) => !isKnownToPlan(one, block))
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || compare(a.kind + a.name, b.kind + b.name))
}

function isKnownToPlan({ kind, name }: Suspect, { plan: { entity, impact } }: AppliedBlock): boolean {
  const isNamed = (other: string) => other.toLowerCase() === name.toLowerCase()
  if (kind === 'accessKey') return impact.accessKeys.some((key) => isNamed(`${entity.name}/${key.accessKeyId}`))
  if (kind === 'profile') return entity.type === 'rolesAnywhereProfile' && name.endsWith(`/${entity.uniqueId}`)
  return (kind === entity.type && isNamed(entity.name)) || (kind === 'user' && impact.members.some(isNamed))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
