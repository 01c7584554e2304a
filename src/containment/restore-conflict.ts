import type { ContainPlan, PlannedWrite, RestoreAs } from '../domain/plan.js'
import { iamEntity } from '../domain/principal.js'
import { awsTimePlaceholder, revokeDateOf, revokeOlderSessionsPolicy } from './document.js'
import { isOwnPolicy } from './own-policy.js'
import type { PreImage } from './pre-image.js'
import { fits } from './quota.js'

export type RestoreConflict = 'entityReplaced' | 'ownershipConflict' | 'blockMissing' | 'quotaExceeded'

interface Stopped {
  readonly conflict: RestoreConflict
  readonly reason: string
}

/** Why access cannot be given back by a plan; null where it can. The first of several reasons is told. */
export function restoreConflict(plan: ContainPlan, now: PreImage, restoreAs: RestoreAs): Stopped | null {
  // Unique ids and not names: an entity deleted and created anew under the same name is another one.
  const { type, name, uniqueId } = plan.entity
  if (now.entity.uniqueId !== uniqueId) {
    const found = `${uniqueId} was blocked, ${now.entity.uniqueId} is there`
    return stop('entityReplaced', `The ${type} "${name}" is another one now: ${found}.`)
  }
  for (const write of plan.writes) {
    const changed = findChange(plan, write, now)
    if (changed !== null) return changed
  }
  // A profile has no policies: after a compromise it stays off, and nothing is written.
  const isRevoked = restoreAs === 'compromise' && type !== 'rolesAnywhereProfile'
  return isRevoked ? findRevokeConflict(plan, now) : null
}

/** Keys that are not as we left them are drift; a revoke policy that is gone matters only where it was the block itself. */
function findChange(plan: ContainPlan, write: PlannedWrite, now: PreImage): Stopped | null {
  const { type } = plan.entity
  if (write.kind === 'attachPolicy') {
    if (now.attachedPolicies.includes(write.policyArn)) return null
    return stop('blockMissing', `The ${type} no longer has ${write.policyArn} attached: somebody detached the block.`)
  }
  if (write.kind === 'setProfileEnabled' && now.rolesAnywhere?.profile.enabled === true) {
    return stop('blockMissing', `The profile "${plan.entity.name}" is enabled: somebody turned it on again.`)
  }
  if (write.kind !== 'putPolicy') return null
  const found = now.inlinePolicies.find(({ name }) => name === write.policyName)
  if (found === undefined) {
    const isBlock = write.purpose !== 'revokeOlderSessions' || !plan.writes.some(isDenial)
    const gone = `The ${type} has no policy "${write.policyName}": somebody removed the block.`
    return isBlock ? stop('blockMissing', gone) : null
  }
  if (isOwnPolicy(write, found.document, plan.containmentId)) return null
  return stop('ownershipConflict', `Policy "${write.policyName}" is no longer the text that we wrote.`)
}

function isDenial({ purpose }: PlannedWrite): boolean {
  return purpose === 'denyAll' || purpose === 'denySession'
}

/** The revoke policy is put while the denial still stands, so both must fit. */
function findRevokeConflict({ containmentId, entity }: ContainPlan, now: PreImage): Stopped | null {
  const revoke = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
  const present = now.inlinePolicies.find(({ name }) => name.toLowerCase() === revoke.name.toLowerCase())
  if (present && revokeDateOf(present.document, containmentId) === null) {
    return stop('ownershipConflict', `Policy "${present.name}" is there and not the text that we write.`)
  }
  const others = now.inlinePolicies.filter((policy) => policy !== present)
  const { fits: hasRoom, used, limit, needs } = fits(iamEntity(entity).type, others, [revoke])
  if (hasRoom) return null
  const reason = `"${revoke.name}" does not fit: inline policies use ${used} of ${limit} characters, and it needs ${needs}.`
  return stop('quotaExceeded', reason)
}

function stop(conflict: RestoreConflict, reason: string): Stopped {
  return { conflict, reason }
}
