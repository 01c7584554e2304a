import type { Outcome } from '../src/domain/incident-event.js'
import { type ContainPlan, objectOf, operationOf } from '../src/domain/plan.js'
import { describeEntity } from './describe-entity.js'
import { readContainPlan } from './filed-documents.js'
import { isOurs } from './intended-write.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * Whether anything stands of a wider block whose write nobody reported: its plan, and what of it stands and what does not. null:
 * nothing beyond the block that it widens, so others still use the role, and nobody took anything off.
 */
export async function readLateWider(
  { aws, engine: { store } }: IncidentTools,
  digest: string,
  standing: ContainPlan,
): Promise<{ readonly plan: ContainPlan; readonly notDone: readonly string[] } | null> {
  const plan = await readContainPlan(store, digest)
  const { entity, containmentId } = plan
  if ((await describeEntity(aws, entity))?.uniqueId !== entity.uniqueId) return null
  const known = new Set(standing.writes.map(objectOf))
  const added = plan.writes.filter((write) => !known.has(objectOf(write)))
  const ours = await Promise.all(added.map((write) => isOurs({ aws, store, entity, containmentId }, write)))
  if (!ours.includes(true)) return null
  const notDone = added.flatMap((write, index) =>
    ours[index] ? [] : [`${operationOf(entity.type, write)} ${objectOf(write)} is not there.`],
  )
  return { plan, notDone }
}

/** The same as the report that never came; null where it has nothing to report. */
export async function reportLateWider(
  tools: IncidentTools,
  digest: string | undefined,
  standing: ContainPlan,
): Promise<Extract<Outcome, { type: 'BLOCK_APPLIED' }> | null> {
  const found = digest === undefined ? null : await readLateWider(tools, digest, standing)
  if (digest === undefined || found === null) return null
  const { containmentId } = found.plan
  // When it was written nobody knows: what its role did until now is not held against it.
  const appliedAt = (await tools.aws.sts.callerIdentity()).at
  const applied = {
    planDigest: digest,
    containmentId,
    appliedAt,
    writes: [],
    leftAlone: [],
    notDone: [...found.notDone],
  }
  return { type: 'BLOCK_APPLIED', requestId: 'adopted', preWrite: 'adopted', ...applied }
}
