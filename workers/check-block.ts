import { observeActivity } from '../src/containment/observe.js'
import { samePolicy } from '../src/containment/policy-text.js'
import type { ContainPlan } from '../src/domain/plan.js'
import type { BlockObservation } from '../src/domain/verdict.js'
import { readContainPlan, readEvidence } from './filed-documents.js'
import { blockOf } from './put-block.js'
import { pauseBeforeReread, REREADS } from './reread.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** CloudTrail writes times by the second: look from a little before the block. */
const EVENT_TIME_SLACK_MS = 2_000

/**
 * One look at the block: is our policy there, word for word, on the very entity; and what did the principal get done since?
 * Reads only. A CloudTrail that cannot be asked leaves enforcement unknown for this look; IAM that cannot be asked fails
 * the look, and after its retries a person is asked: an unverifiable block is never called held.
 */
export async function checkBlock(
  tools: WorkerTools,
  { incident }: Assignment,
  planDigest: string,
  appliedAt: string,
): Promise<EffectResult> {
  const { engine, aws } = tools
  const plan = await readContainPlan(engine.store, planDigest)
  const policy = await readPolicy(tools, plan)
  const readAt = engine.clock.now().toISOString()
  const caller = await aws.sts.callerIdentity()
  const evidence = await readEvidence(engine.store, incident.snapshot.context.evidenceDigest)
  const known = [...(evidence?.sessions ?? []), incident.snapshot.context.principal]
  const activity = await aws.cloudTrail.roleActivity({
    roleArn: plan.entity.arn,
    roleName: plan.entity.name,
    roleUniqueId: plan.entity.uniqueId,
    from: new Date(Date.parse(appliedAt) - EVENT_TIME_SLACK_MS).toISOString(),
    to: readAt,
    accessKeyIds: [...new Set(known.flatMap((session) => session.accessKeyId ?? []))],
    maxRequests: tools.rules.maxCheckRequests,
  })
  const seen = observeActivity(activity.events, {
    entity: plan.entity,
    appliedAt,
    propagationWindowMs: tools.rules.propagationWindowMs,
    policyName: blockOf(plan).name,
    ourArns: [caller.arn],
  })
  const eventsRead = activity.source.status === 'ok' || activity.source.status === 'empty'
  const observation: BlockObservation = { policy, readAt, eventsRead, ...seen }
  return { outcome: { type: 'BLOCK_OBSERVED', observation } }
}

/** A miss stays on the verdict for good, so it is read again before it counts. */
async function readPolicy(tools: WorkerTools, plan: ContainPlan): Promise<BlockObservation['policy']> {
  for (let reread = 0; ; reread += 1) {
    const seen = await readOnce(tools, plan)
    if (seen !== 'missing' || reread >= REREADS) return seen
    await pauseBeforeReread()
  }
}

async function readOnce({ aws }: WorkerTools, plan: ContainPlan): Promise<BlockObservation['policy']> {
  const block = blockOf(plan)
  const role = await aws.iam.describeRole(plan.entity.name)
  if (role === null || role.uniqueId !== plan.entity.uniqueId) return 'missing'
  const present = await aws.iam.readInlinePolicy(plan.entity.name, block.name)
  if (present === null) return 'missing'
  return samePolicy(present, block.document) ? 'held' : 'altered'
}
