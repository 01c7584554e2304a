import type { AppliedBlock, FamilyMember } from '../src/containment/applied-block.js'
import { revokeDateOf } from '../src/containment/document.js'
import type { ContainPlan } from '../src/domain/plan.js'
import { iamEntity } from '../src/domain/principal.js'
import type { IncidentTools } from './worker-tools.js'

/** From when on the block counts; of `gapsUpTo` see there. */
export interface Since {
  readonly appliedAt: string
  readonly gapsUpTo?: string | undefined
  readonly family?: readonly FamilyMember[]
}

/** The block that records are held against, with what only AWS knows of it: who we are, and the date of a revocation. */
export async function appliedBlock(
  { aws, rules }: IncidentTools,
  plan: ContainPlan,
  { appliedAt, gapsUpTo, family }: Since,
): Promise<AppliedBlock> {
  const callers = await aws.sts.callerChain()
  return {
    plan,
    appliedAt,
    gapsUpTo: gapsUpTo ?? null,
    revokedBefore: await revokedBefore({ aws }, plan),
    propagationWindowMs: rules.propagationWindowMs,
    ourArns: callers.map(({ arn }) => arn),
    ...(family === undefined ? {} : { family }),
  }
}

async function revokedBefore({ aws }: Pick<IncidentTools, 'aws'>, plan: ContainPlan): Promise<string | null> {
  for (const write of plan.writes) {
    if (write.kind !== 'putPolicy' || write.purpose !== 'revokeOlderSessions') continue
    const present = await aws.iam.readInlinePolicy(iamEntity(plan.entity), write.policyName)
    return present === null ? null : revokeDateOf(present, plan.containmentId)
  }
  return null
}
