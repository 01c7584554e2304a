import { changesSince } from '../src/containment/entity-changes.js'
import { findSuspects } from '../src/containment/suspects.js'
import { AwsError } from '../src/domain/aws-error.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { ContainPlan } from '../src/domain/plan.js'
import { iamArn } from '../src/domain/principal.js'
import type { LookDepth, Suspect, TamperingAct } from '../src/domain/verdict.js'
import type { InventoryEntity } from '../src/ports.js'
import { appliedBlock, type Since } from './applied-block.js'
import { readPreImage } from './filed-documents.js'
import { readEntity } from './read-entity.js'
import type { IncidentTools } from './worker-tools.js'

/** LookupEvents is slow: of many newcomers the first are followed, the others stay unexplained. */
const NEWCOMERS_FOLLOWED = 5

export interface Sweep {
  /** What is different about the entity, apart from what we wrote. */
  readonly tampering: TamperingAct[]
  /** null where the account could not be read in this look. */
  readonly suspects: Suspect[] | null
}

export interface SweepOrder extends Since {
  readonly plan: ContainPlan
  readonly depth: LookDepth
  readonly events: readonly CloudTrailEvent[]
}

/**
 * The part of a look that needs no CloudTrail, which is minutes late: the entity against its pre-image, and users, roles and
 * keys of the account that came into being around the block.
 */
export async function sweepAccount(tools: IncidentTools, order: SweepOrder): Promise<Sweep> {
  const { plan, events } = order
  const preImage = await readPreImage(tools.engine.store, plan.preImageDigest)
  const reading = await readEntity(tools, plan.entity)
  const tampering = changesSince(preImage, reading?.preImage ?? null, plan)
  const inventory = await readInventory(tools, order.depth)
  if (inventory === null) return { tampering, suspects: null }
  const block = await appliedBlock(tools, plan, order)
  const newKeys = newKeysOf(plan, preImage.accessKeys, reading?.preImage.accessKeys ?? null)
  const { suspectLookbackMs } = tools.rules
  const lookedAt = tools.engine.clock.now().toISOString()
  const scope = { inventory, newKeys, block, plannedAt: preImage.takenAt, lookedAt, suspectLookbackMs }
  const suspects = findSuspects({ ...scope, events })
  if (order.depth !== 'full') return { tampering, suspects }
  const makings = await readMakings(tools, suspects, order)
  return { tampering, suspects: findSuspects({ ...scope, events: [...events, ...makings] }) }
}

/**
 * Who made what nobody is known to have made, and what it did since: asked of CloudTrail by the newcomer's own name, for a
 * maker who has nothing to do with the principal does not show among the principal's calls.
 */
async function readMakings(
  { aws, rules, engine }: IncidentTools,
  suspects: readonly Suspect[],
  { plan, appliedAt }: SweepOrder,
) {
  const unknown = suspects.filter(({ cause }) => cause === 'unknown').slice(0, NEWCOMERS_FOLLOWED)
  const { partition, accountId } = plan.entity
  const from = new Date(Date.parse(appliedAt) - rules.suspectLookbackMs).toISOString()
  const to = engine.clock.now().toISOString()
  const activities = await Promise.all(
    unknown.map(({ kind, name }) => {
      const type = kind === 'role' ? 'role' : 'user'
      const entityName = kind === 'accessKey' ? name.slice(0, name.lastIndexOf('/')) : name
      const arn = iamArn(partition, accountId, `${type}/${entityName}`)
      const principal = { type, arn, name: entityName, accountId, uniqueId: null } as const
      const maxRequests = Math.max(1, Math.floor(rules.maxCheckRequests / unknown.length))
      return aws.cloudTrail.activityOf({ principal, from, to, accessKeyIds: [], maxRequests })
    }),
  )
  return activities.flatMap(({ events }) => events)
}

/**
 * The block comes before the enumeration: a throttled inventory leaves the sweep to the next look. A full look insists, since
 * the last one of the soak decides; only an endpoint or a permission that has no inventory at all is done without.
 */
async function readInventory({ aws, engine }: IncidentTools, depth: LookDepth): Promise<InventoryEntity[] | null> {
  try {
    return await aws.iam.inventory()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const isForGood = ['unsupported', 'accessDenied', 'unknown'].includes(error.kind)
    if (depth === 'full' && !isForGood) throw error
    engine.log.warn('The account was not swept in this look.', { error: error.message })
    return null
  }
}

type Keys = readonly { accessKeyId: string; status: 'Active' | 'Inactive' | 'Expired'; createdAt: string }[] | null

function newKeysOf({ entity }: ContainPlan, before: Keys, now: Keys) {
  const known = new Set((before ?? []).map(({ accessKeyId }) => accessKeyId))
  return (now ?? []).filter(({ accessKeyId }) => !known.has(accessKeyId)).map((key) => ({ userName: entity.name, key }))
}
