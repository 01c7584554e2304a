import { assertNever } from '../src/domain/assert-never.js'
import type { Effect } from '../src/domain/effect.js'
import { askApproval } from './ask-approval.js'
import { checkBlock } from './check-block.js'
import { checkRestored } from './check-restored.js'
import { collectEvidence } from './collect-evidence.js'
import { confirmFinding } from './confirm-finding.js'
import { findPrincipal } from './find-principal.js'
import { notify } from './notify.js'
import { preparePlan } from './prepare-plan.js'
import { prepareRestore } from './prepare-restore.js'
import { putBlock } from './put-block.js'
import { refreshEvidence } from './refresh-evidence.js'
import { removeBlock } from './remove-block.js'
import { reputBlock } from './reput-block.js'
import { revokeOlderSessions } from './revoke-older-sessions.js'
import { type Assignment, type EffectResult, inTheNameOf, type WorkerTools } from './worker-tools.js'

/** Does what was ordered. Expected failures come back as outcomes; what may get better by trying again is thrown. */
export async function carryOut(shared: WorkerTools, assignment: Assignment, effect: Effect): Promise<EffectResult> {
  const tools = inTheNameOf(assignment.incident.id, shared)
  switch (effect.kind) {
    case 'collectEvidence':
      return collectEvidence(tools, assignment, effect.principal, effect.roleUse === true)
    case 'refreshEvidence':
      return refreshEvidence(tools, assignment, effect)
    case 'findPrincipal':
      return findPrincipal(tools, assignment, effect.principal)
    case 'confirmFinding':
      return confirmFinding(tools, assignment)
    case 'preparePlan':
      return preparePlan(tools, assignment, effect)
    case 'askApproval':
      return askApproval(tools, assignment, effect)
    case 'putBlock':
      return putBlock(tools, assignment, effect.planDigest)
    case 'reputBlock':
      return reputBlock(tools, assignment, effect.planDigest)
    case 'checkBlock':
      return checkBlock(tools, assignment, effect)
    case 'prepareRestore':
      return prepareRestore(tools, assignment, effect)
    case 'revokeOlderSessions':
      return revokeOlderSessions(tools, assignment, effect.planDigest)
    case 'removeBlock':
      return removeBlock(tools, assignment, effect.planDigest)
    case 'checkRestored':
      return checkRestored(tools, effect.planDigest)
    case 'notify':
      return notify(tools, assignment, effect.topic, effect.reason)
    case 'writeReport':
      return { outcome: { type: 'REPORT_WRITTEN', files: await tools.reports.write(assignment.incident.id) } }
    default:
      return assertNever(effect, 'effect')
  }
}
