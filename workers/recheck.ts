import { approvalLevel } from '../src/containment/approval-level.js'
import { refuseEntity } from '../src/containment/protection.js'
import type { Protection } from '../src/containment/refusals.js'
import type { ContainPlan } from '../src/domain/plan.js'
import { describePrincipal, type Entity } from '../src/domain/principal.js'
import type { AwsAccount, CallerIdentity, EntityDescription } from '../src/ports.js'
import { approvalBase } from './approval-base.js'
import { describeEntity } from './describe-entity.js'
import { whyNotGone } from './renamed.js'
import type { IncidentTools } from './worker-tools.js'

/** What was found immediately before a write. `awsTime` is AWS's clock a moment ago. */
export type Recheck =
  | {
      readonly status: 'same'
      readonly description: EntityDescription
      readonly callers: readonly CallerIdentity[]
      readonly awsTime: string
    }
  | { readonly status: 'replaced'; readonly reason: string }
  /** Not within reach of this plan: other credentials, or the entity was renamed. */
  | { readonly status: 'elsewhere'; readonly reason: string }

/**
 * Who are we, and is this still the entity of the plan? Asked immediately before every write: credentials may have been
 * switched, and an entity may have been re-created under its name since people approved. A write asks as
 * whoever will write.
 */
export async function recheck(
  tools: IncidentTools,
  hand: Pick<AwsAccount, 'iam' | 'rolesAnywhere' | 'sts'>,
  entity: Entity,
): Promise<Recheck> {
  const [callers, description] = await Promise.all([hand.sts.callerChain(), describeEntity(hand, entity)])
  const self = callers.at(-1)
  if (self === undefined || self.accountId !== entity.accountId) {
    const reason = `These credentials belong to account ${self?.accountId ?? '?'}, but the plan is for ${entity.accountId}.`
    return { status: 'elsewhere', reason }
  }
  if (description?.uniqueId === entity.uniqueId) return { status: 'same', description, callers, awsTime: self.at }
  const renamed = await whyNotGone(tools, entity)
  if (renamed !== null) return { status: 'elsewhere', reason: renamed }
  return { status: 'replaced', reason: whyReplaced(entity, description) }
}

function whyReplaced(entity: Entity, found: EntityDescription | null): string {
  const who = describePrincipal(entity)
  if (found === null) return `${who} (${entity.uniqueId}) is gone.`
  return `${who} is now ${found.uniqueId}; the plan was for ${entity.uniqueId}. It was re-created.`
}

/** Protection may have changed since the plan was approved: asked again, by rules that are read again, with what IAM says now. */
export async function recheckProtection(
  { aws, protection }: IncidentTools,
  { description, callers }: { description: EntityDescription; callers: readonly CallerIdentity[] },
): Promise<Protection> {
  const { partition, accountId } = aws
  return refuseEntity(description, { partition, accountId, callers, rules: await protection.read() })
}

/**
 * What would make people decide differently, though the entity is the same: a group with other members, or rules by which it
 * now takes more people. null: nothing.
 */
export async function whyOutdated(
  { protection, rules }: IncidentTools,
  plan: ContainPlan,
  description: EntityDescription,
  requestedBy: readonly string[],
): Promise<string | null> {
  const members = (description.members ?? []).map(({ name }) => name).sort()
  if (members.join() !== [...plan.impact.members].sort().join()) {
    return `The members of ${describePrincipal(plan.entity)} changed since the plan was made.`
  }
  const { quorum } = approvalLevel(
    description,
    await protection.read(),
    approvalBase(rules.approval.contain, requestedBy),
  )
  if (quorum <= plan.approval.quorum) return null
  return `This block takes ${quorum} approvals now; the plan was approved with ${plan.approval.quorum}.`
}
