import { refuseEntity } from '../src/containment/protection.js'
import type { Entity } from '../src/domain/principal.js'
import type { CallerIdentity, RoleDescription } from '../src/ports.js'
import type { WorkerTools } from './worker-tools.js'

/** What was found immediately before a write. `awsTime` is AWS's clock a moment ago. */
export type Recheck =
  | {
      readonly status: 'same'
      readonly role: RoleDescription
      readonly caller: CallerIdentity
      readonly awsTime: string
    }
  | { readonly status: 'replaced'; readonly reason: string }
  | { readonly status: 'otherAccount'; readonly reason: string }

/**
 * Who are we, and is this still the entity of the plan? Asked immediately before every write: credentials may have been
 * switched, and a role may have been re-created under its name since people approved.
 */
export async function recheck({ aws }: WorkerTools, entity: Entity): Promise<Recheck> {
  const [caller, role] = await Promise.all([aws.sts.callerIdentity(), aws.iam.describeRole(entity.name)])
  if (caller.accountId !== entity.accountId) {
    const reason = `These credentials belong to account ${caller.accountId}, but the plan is for ${entity.accountId}.`
    return { status: 'otherAccount', reason }
  }
  if (role === null) return { status: 'replaced', reason: `Role ${entity.name} (${entity.uniqueId}) is gone.` }
  if (role.uniqueId !== entity.uniqueId) {
    const reason = `Role ${entity.name} is now ${role.uniqueId}; the plan was for ${entity.uniqueId}. It was re-created.`
    return { status: 'replaced', reason }
  }
  return { status: 'same', role, caller, awsTime: caller.at }
}

/** Protection may have changed since the plan was approved: asked again with what IAM says now. */
export function recheckProtection({ aws, rules }: WorkerTools, role: RoleDescription, caller: CallerIdentity) {
  const { partition, accountId } = aws
  return refuseEntity(role, { partition, accountId, caller, protectedArns: [...rules.protectedArns] })
}
