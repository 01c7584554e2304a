import { z } from 'zod'
import type { Incident } from '../domain/incident.js'
import { type ContainPlan, isSwitch, objectOf, restoreAsSchema } from '../domain/plan.js'
import { entitySchema, principalSchema } from '../domain/principal.js'
import { verdictSchema } from '../domain/verdict.js'

const standingBlockSchema = z.object({
  incidentId: z.string(),
  state: z.string(),
  principal: principalSchema,
  containmentId: z.string(),
  /** AWS's time of the write; null where its answer was never recorded: the block may stand. */
  appliedAt: z.string().nullable(),
  /** null, and empty lists below, where the plan is lost. */
  entity: entitySchema.nullable(),
  /** Names of our inline policies. */
  policies: z.array(z.string()),
  /** ARNs of managed policies that we attached. */
  attached: z.array(z.string()),
  /** Ids of what we turned off: access keys, Roles Anywhere profiles and trust anchors. */
  keys: z.array(z.string()),
  verdict: verdictSchema,
})
export type StandingBlock = z.infer<typeof standingBlockSchema>

const endedContainmentSchema = z.object({
  containmentId: z.string(),
  incidentId: z.string(),
  state: z.string(),
  /** `compromise`: its policy against older sessions was left on purpose. */
  restoreAs: restoreAsSchema.nullable(),
})
export type EndedContainment = z.infer<typeof endedContainmentSchema>

/** What a server knows of the blocks of one realm: `GET /api/blocks` answers with a list of these. */
export const knownBlocksSchema = z.object({
  realm: z.string(),
  /** `name` is '' where people do not call it anything. */
  account: z.object({ id: z.string(), name: z.string() }),
  /** False where there may be more than is listed, or an incident could not be read. */
  complete: z.boolean(),
  blocks: z.array(standingBlockSchema),
  ended: z.array(endedContainmentSchema),
})
export type KnownBlocks = z.infer<typeof knownBlocksSchema>

/** The block of an incident where one stands or may stand; null where nothing of ours is in place. */
export function standingBlock({ id, state, snapshot }: Incident, plan: ContainPlan | null): StandingBlock | null {
  const { principal, containmentId, appliedAt, blockMayStand, verdict } = snapshot.context
  if (containmentId === null || !blockMayStand) return null
  const writes = plan?.writes ?? []
  return {
    incidentId: id,
    state,
    principal,
    containmentId,
    appliedAt,
    entity: plan?.entity ?? null,
    policies: writes.flatMap((write) => (write.kind === 'putPolicy' ? [write.policyName] : [])),
    attached: writes.flatMap((write) => (write.kind === 'attachPolicy' ? [write.policyArn] : [])),
    keys: writes.filter(isSwitch).map(objectOf),
    verdict,
  }
}

/** An incident that had a plan, and nothing of it in place any more, or never. */
export function endedContainment({ id, state, snapshot }: Incident): EndedContainment | null {
  const { containmentId, blockMayStand, restoreAs } = snapshot.context
  if (containmentId === null || blockMayStand) return null
  return { containmentId, incidentId: id, state, restoreAs }
}
