import type { SessionActivity } from '../domain/evidence.js'
import {
  type ContainPlan,
  type PlannedWrite,
  type RestoreAs,
  type RestorePlan,
  restorePlanSchema,
} from '../domain/plan.js'
import { awsTimePlaceholder, type OwnPolicy, revokeDateOf, revokeOlderSessionsPolicy } from './document.js'
import { driftSince } from './drift.js'
import { samePolicy } from './policy-text.js'
import type { PreImage } from './pre-image.js'
import { fits } from './quota.js'

export interface RestorePlanInput {
  readonly containPlan: ContainPlan
  readonly restoreAs: RestoreAs
  readonly preImage: PreImage
  /** The role as it is now; null where IAM has no role of that name. */
  readonly now: PreImage | null
  /** Sessions of the evidence, oldest or newest; those that ended before `now.takenAt` are left out. */
  readonly sessions: readonly SessionActivity[]
}

export type RestoreConflict = 'entityReplaced' | 'ownershipConflict' | 'blockMissing' | 'quotaExceeded'

export type RestorePlanResult =
  | { readonly ok: true; readonly plan: RestorePlan }
  | { readonly ok: false; readonly conflict: RestoreConflict; readonly reason: string }

/**
 * The writes that give access back: our block removed, and for a real compromise all older sessions revoked before that.
 * Nothing else is undone, whatever else changed; it is listed as drift. Stops where the role is not the one that was
 * blocked, where our policy is gone, and where its text is no longer ours. The revoke date is filled in at the write.
 */
export function buildRestorePlan(input: RestorePlanInput): RestorePlanResult {
  const { containPlan, now } = input
  const replaced = findReplacement(input)
  if (replaced !== null || now === null) return conflict('entityReplaced', replaced ?? 'The role is gone.')
  const [block] = containPlan.writes
  if (block === undefined) return conflict('blockMissing', 'The plan of this containment wrote nothing.')
  const found = now.inlinePolicies.find(({ name }) => name === block.policyName)
  if (!found)
    return conflict('blockMissing', `The role has no policy "${block.policyName}": somebody removed the block.`)
  if (!samePolicy(found.document, block.document)) {
    return conflict('ownershipConflict', `Policy "${block.policyName}" is no longer the text that we wrote.`)
  }
  return input.restoreAs === 'compromise' ? planCompromise(input, now, block) : planFalseAlarm(input, now, block)
}

function planFalseAlarm(input: RestorePlanInput, now: PreImage, block: PlannedWrite): RestorePlanResult {
  const revivingSessions = input.sessions.filter((session) => mayLive(session, now.takenAt)).map(describeSession)
  return planOf(input, now, [removal(block)], { revivingSessions, intendedDifferences: [] })
}

function planCompromise(input: RestorePlanInput, now: PreImage, block: PlannedWrite): RestorePlanResult {
  const revoke = revokeOlderSessionsPolicy(input.containPlan.containmentId, awsTimePlaceholder)
  const present = now.inlinePolicies.find(({ name }) => name === revoke.name)
  if (present && revokeDateOf(present.document, input.containPlan.containmentId) === null) {
    return conflict('ownershipConflict', `Policy "${revoke.name}" is there and not the text that we write.`)
  }
  const room = fits(
    now.inlinePolicies.filter(({ name }) => name !== revoke.name),
    revoke.document.replace(awsTimePlaceholder, '2000-01-01T00:00:00.000Z'),
  )
  if (!room.fits) return conflict('quotaExceeded', doesNotFit(revoke, room))
  const put: PlannedWrite = {
    operation: 'PutRolePolicy',
    purpose: 'revokeOlderSessions',
    roleName: input.containPlan.entity.name,
    policyName: revoke.name,
    document: revoke.document,
  }
  const stays = `Policy ${revoke.name} stays: sessions issued before the restore are denied, later ones work.`
  return planOf(input, now, [put, removal(block)], { revivingSessions: [], intendedDifferences: [stays] })
}

function planOf(
  { containPlan, restoreAs, preImage }: RestorePlanInput,
  now: PreImage,
  writes: PlannedWrite[],
  effects: Pick<RestorePlan, 'revivingSessions' | 'intendedDifferences'>,
): RestorePlanResult {
  const { containmentId, realm, entity } = containPlan
  const revokeName = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder).name
  const ours = [...containPlan.writes.map(({ policyName }) => policyName), revokeName]
  const drift = driftSince(preImage, now, { ignoring: ours })
  const plan = { kind: 'restore', containmentId, realm, entity, restoreAs, writes, drift, ...effects }
  return { ok: true, plan: restorePlanSchema.parse(plan) }
}

function removal({ roleName, policyName, document }: PlannedWrite): PlannedWrite {
  return { operation: 'DeleteRolePolicy', purpose: 'removeDenyAll', roleName, policyName, document }
}

/** Unique ids and not names: a role deleted and created anew under the same name is another role. */
function findReplacement({ containPlan: { entity }, now }: RestorePlanInput): string | null {
  if (now === null)
    return `The role "${entity.name}" (${entity.uniqueId}) no longer exists: nothing is left to restore.`
  if (now.entity.uniqueId === entity.uniqueId) return null
  return `The role "${entity.name}" is another one now: ${entity.uniqueId} was blocked, ${now.entity.uniqueId} is there.`
}

function mayLive({ expiresAt, alive }: SessionActivity, at: string): boolean {
  return expiresAt === null ? alive !== false : Date.parse(expiresAt) > Date.parse(at)
}

function describeSession({ sessionName, accessKeyId, expiresAt }: SessionActivity): string {
  return `${sessionName} (${accessKeyId || 'key unknown'}, ${expiresAt === null ? 'end unknown' : `until ${expiresAt}`})`
}

function doesNotFit(revoke: OwnPolicy, { used, needs, limit }: { used: number; needs: number; limit: number }): string {
  return `"${revoke.name}" does not fit: inline policies use ${used} of ${limit} characters, and it needs ${needs}.`
}

function conflict(kind: RestoreConflict, reason: string): RestorePlanResult {
  return { ok: false, conflict: kind, reason }
}
