import { assertNever } from '../domain/assert-never.js'
import type { ContainPlan, PlannedWrite, RestoreAs } from '../domain/plan.js'
import { awsTimePlaceholder, revokeOlderSessionsPolicy } from './document.js'
import type { PreImage } from './pre-image.js'

/**
 * What takes a containment's writes back from an entity that has no conflict with them: older sessions revoked first, keys
 * and trust anchors next, denials and the profile last. What others undid already is left out, so the list may be empty.
 */
export function restoreWrites(plan: ContainPlan, now: PreImage, restoreAs: RestoreAs): PlannedWrite[] {
  switch (restoreAs) {
    case 'false-alarm': {
      const undone = plan.writes.flatMap((write) => undo(write, now))
      const rank = ({ purpose }: PlannedWrite) => orderOfUndoing.indexOf(purpose)
      return undone.sort((a, b) => rank(a) - rank(b))
    }
    case 'compromise':
      // Whoever made the profile, or the authority behind it, would be let in again.
      if (plan.entity.type === 'rolesAnywhereProfile') return []
      return [revoke(plan), ...plan.writes.filter(isDenial).flatMap((write) => undo(write, now))]
    default:
      return assertNever(restoreAs, 'reason to restore')
  }
}

const orderOfUndoing: readonly PlannedWrite['purpose'][] = [
  'enableKey',
  'enableTrustAnchor',
  'enableProfile',
  'revokeOlderSessions',
  'denySession',
  'denyAll',
]

/** The opposite of one write, where there is still something to take back. */
function undo(write: PlannedWrite, now: PreImage): PlannedWrite[] {
  switch (write.kind) {
    case 'putPolicy': {
      const isThere = now.inlinePolicies.some(({ name }) => name === write.policyName)
      return isThere ? [{ ...write, kind: 'deletePolicy' }] : []
    }
    case 'attachPolicy':
      return now.attachedPolicies.includes(write.policyArn) ? [{ ...write, kind: 'detachPolicy' }] : []
    case 'setKeyStatus': {
      const key = now.accessKeys?.find(({ accessKeyId }) => accessKeyId === write.accessKeyId)
      return key?.status === 'Inactive' ? [{ ...write, purpose: 'enableKey', status: 'Active' }] : []
    }
    case 'setProfileEnabled': {
      const isOff = now.rolesAnywhere?.profile.enabled === false
      return isOff ? [{ ...write, purpose: 'enableProfile', enabled: true }] : []
    }
    case 'setTrustAnchorEnabled': {
      const anchor = now.rolesAnywhere?.trustAnchors.find(({ trustAnchorId }) => trustAnchorId === write.trustAnchorId)
      return anchor?.enabled === false ? [{ ...write, purpose: 'enableTrustAnchor', enabled: true }] : []
    }
    case 'deletePolicy':
    case 'detachPolicy':
      return []
    default:
      return assertNever(write, 'planned write')
  }
}

function isDenial({ purpose }: PlannedWrite): boolean {
  return purpose === 'denyAll' || purpose === 'denySession'
}

/** Put anew also where the containment revoked sessions before: those of the meantime must not live on. */
function revoke({ containmentId }: ContainPlan): PlannedWrite {
  const { name, document } = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
  return { kind: 'putPolicy', purpose: 'revokeOlderSessions', policyName: name, document }
}
