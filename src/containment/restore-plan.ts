import type { SessionActivity } from '../domain/evidence.js'
import {
  type ApprovalLevel,
  type ContainPlan,
  isSwitch,
  objectOf,
  type PlannedWrite,
  type RestoreAs,
  type RestorePlan,
  restorePlanSchema,
} from '../domain/plan.js'
import { awsTimePlaceholder, revokeOlderSessionsPolicy } from './document.js'
import { driftSince, tracesOf } from './drift.js'
import { otherDenials } from './other-denials.js'
import type { PreImage } from './pre-image.js'
import { profileDifferences } from './profile-differences.js'
import { type RestoreConflict, restoreConflict } from './restore-conflict.js'
import { restoreWrites } from './restore-writes.js'
import { revivingSessions } from './reviving-sessions.js'

export type { RestoreConflict } from './restore-conflict.js'

export interface RestorePlanInput {
  /** What tells this question from every other: two plans of the same writes are two plans. */
  readonly questionId: string
  readonly containPlan: ContainPlan
  readonly restoreAs: RestoreAs
  readonly preImage: PreImage
  /** The entity as it is now; null where IAM has none of that name. */
  readonly now: PreImage | null
  /** Sessions of the evidence, in any order; those that ended before `now.takenAt` are left out. */
  readonly sessions: readonly SessionActivity[]
  readonly approval: ApprovalLevel
  /** Access keys, profiles and trust anchors of the plan that somebody else had turned off before we could: they stay as they are. */
  readonly leftAlone: readonly string[]
}

export type RestorePlanResult =
  | { readonly ok: true; readonly plan: RestorePlan }
  | { readonly ok: false; readonly conflict: RestoreConflict; readonly reason: string }

/**
 * The writes that give access back. After a false alarm everything that we wrote is undone: keys that we turned off and that
 * are still so work again, and the denial goes last. After a compromise older sessions are revoked before the denial goes,
 * and keys stay off; of a Roles Anywhere profile all stays off. Nothing else is undone, whatever else changed; it is listed as drift. Stops where the entity is not the
 * one that was blocked, where our denial is gone, where its text is no longer ours, where the revoke policy does not fit, and
 * where others have undone everything. The revoke date is filled in at the write.
 */
export function buildRestorePlan(input: RestorePlanInput): RestorePlanResult {
  const { containPlan, now, restoreAs } = input
  if (now === null) {
    const { type, name, uniqueId } = containPlan.entity
    const reason = `The ${type} "${name}" (${uniqueId}) no longer exists: nothing is left to restore.`
    return { ok: false, conflict: 'entityReplaced', reason }
  }
  const stopped = restoreConflict(containPlan, now, restoreAs)
  if (stopped !== null) return { ok: false, ...stopped }
  const writes = restoreWrites(withoutFound(containPlan, input.leftAlone), now, restoreAs)
  const staysOff = restoreAs === 'compromise' && containPlan.entity.type === 'rolesAnywhereProfile'
  if (writes.length === 0 && !staysOff) {
    const reason = 'Nothing of what we wrote is left to undo: others have undone all of it.'
    return { ok: false, conflict: 'blockMissing', reason }
  }
  return { ok: true, plan: planOf(input, now, writes) }
}

function planOf(input: RestorePlanInput, now: PreImage, writes: readonly PlannedWrite[]): RestorePlan {
  const { questionId, containPlan, restoreAs, preImage, approval } = input
  const { containmentId, realm, entity } = containPlan
  const revokeName = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder).name
  const traces = tracesOf(containPlan.writes)
  const ours = { ...traces, policyNames: [...traces.policyNames, revokeName] }
  return restorePlanSchema.parse({
    kind: 'restore',
    questionId,
    containmentId,
    realm,
    entity,
    restoreAs,
    writes,
    approval,
    drift: driftSince(preImage, now, ours),
    revivingSessions: restoreAs === 'false-alarm' ? revivingSessions(containPlan, input.sessions, now, writes) : [],
    intendedDifferences: [
      ...(restoreAs === 'compromise' ? intendedDifferences(containPlan, now, revokeName) : []),
      ...(restoreAs === 'false-alarm' ? input.leftAlone.map(notOurs) : []),
    ],
    stillDenied: otherDenials(now, [...ours.policyNames, ...ours.policyArns]),
  })
}

function intendedDifferences({ writes }: ContainPlan, now: PreImage, revokeName: string): string[] {
  if (now.rolesAnywhere !== undefined) return profileDifferences(writes, now.rolesAnywhere)
  const off = (now.accessKeys ?? []).filter(({ status }) => status === 'Inactive').map(({ accessKeyId }) => accessKeyId)
  const stayOff = tracesOf(writes).accessKeyIds.filter((id) => off.includes(id))
  return [
    `Policy ${revokeName} stays: sessions issued before the restore are denied, later ones work.`,
    ...stayOff.map((id) => `Access key ${id} stays off: whoever stole it must not get it back. Make a new one.`),
  ]
}

function withoutFound(plan: ContainPlan, leftAlone: readonly string[]): ContainPlan {
  const isOurs = (write: PlannedWrite) => !isSwitch(write) || !leftAlone.includes(objectOf(write))
  return { ...plan, writes: plan.writes.filter(isOurs) }
}

function notOurs(id: string): string {
  const what = /^A[KS]IA/.test(id) ? `Access key ${id}` : id
  return `${what} stays as it is: it was not this block that turned it off.`
}
