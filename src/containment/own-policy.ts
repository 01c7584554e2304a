import type { PlannedWrite } from '../domain/plan.js'
import { revokeDateOf } from './document.js'
import { samePolicy } from './policy-text.js'

/**
 * True where a policy that IAM shows is the one that this write is about: the same by meaning, a revoke policy apart from
 * its date, which only AWS's clock knew. Anything else under the name is somebody else's, or was changed.
 */
export function isOwnPolicy(
  write: Extract<PlannedWrite, { kind: 'putPolicy' | 'deletePolicy' }>,
  document: string,
  containmentId: string,
): boolean {
  if (write.purpose === 'revokeOlderSessions') return revokeDateOf(document, containmentId) !== null
  return samePolicy(document, write.document)
}
