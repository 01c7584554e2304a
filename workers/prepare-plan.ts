import { buildContainPlan } from '../src/containment/contain-plan.js'
import { denyAllPolicy } from '../src/containment/document.js'
import { samePolicy } from '../src/containment/policy-text.js'
import { type PreImage, takePreImage } from '../src/containment/pre-image.js'
import { checkProtection, type ProtectionScope, refusePrincipal } from '../src/containment/protection.js'
import { planDigest } from '../src/domain/plan.js'
import type { Principal } from '../src/domain/principal.js'
import type { RoleDescription } from '../src/ports.js'
import { readEvidence, toDocument } from './filed-documents.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** From principal and evidence to the exact write, or to the reason why there is none. Reads only. */
export async function preparePlan(
  tools: WorkerTools,
  assignment: Assignment,
  principal: Principal,
  evidenceDigest: string | null,
): Promise<EffectResult> {
  const { aws, engine, rules } = tools
  const caller = await aws.sts.callerIdentity()
  const scope = { partition: aws.partition, accountId: aws.accountId, caller, protectedArns: rules.protectedArns }
  if (caller.accountId !== aws.accountId) {
    const reason = `The credentials belong to account ${caller.accountId}, but this realm is account ${aws.accountId}.`
    return refused(reason, 'Give Tourniquet credentials of the account that the finding is about.')
  }
  const byFinding = refusePrincipal(principal, scope)
  if (!byFinding.allowed) return refused(byFinding.reason, byFinding.alternative)
  const role = await aws.iam.describeRole(principal.name)
  if (role === null) {
    const reason = `Account ${aws.accountId} has no role named ${principal.name}. Name the principal that is meant.`
    return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason } }
  }
  const evidence = await readEvidence(engine.store, evidenceDigest)
  return propose(tools, assignment, { principal, role, scope, evidence, awsTime: caller.at })
}

const observing = 'This account is only observed: a plan was prepared, and nothing may be written.'

interface Readings {
  readonly principal: Principal
  readonly role: RoleDescription
  readonly scope: ProtectionScope
  /** AWS's clock when it was asked who we are. */
  readonly awsTime: string
  readonly evidence: Awaited<ReturnType<typeof readEvidence>>
}

async function propose(tools: WorkerTools, assignment: Assignment, readings: Readings): Promise<EffectResult> {
  const { aws, engine, rules, realm } = tools
  const { role, evidence } = readings
  const byEntity = checkProtection({ principal: readings.principal, role }, readings.scope)
  if (!byEntity.allowed) return refused(byEntity.reason, byEntity.alternative)
  const [inlinePolicies, attachedPolicies, instanceProfiles] = await Promise.all([
    aws.iam.listInlinePolicies(role.name),
    aws.iam.listAttachedPolicies(role.name),
    aws.iam.listInstanceProfiles(role.name),
  ])
  if (inlinePolicies === null || attachedPolicies === null || instanceProfiles === null) {
    return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason: `Role ${role.name} disappeared while it was read.` } }
  }
  const { partition, accountId } = aws
  const takenAt = engine.clock.now().toISOString()
  const preImage = takePreImage({ partition, accountId, role, inlinePolicies, attachedPolicies }, takenAt)
  if (isOurBlockInPlace(assignment, preImage)) {
    const appliedAt = readings.awsTime
    return { outcome: { type: 'BLOCK_APPLIED', appliedAt, requestId: 'adopted', preWrite: 'adopted' } }
  }
  const containmentId = engine.ids.next('cnt')
  const built = buildContainPlan({ containmentId, realm, role, preImage, evidence, instanceProfiles })
  if (!built.ok) return refused(built.reason, built.alternative)
  const documents = [toDocument('preImage', preImage), toDocument('plan', built.plan)]
  if (rules.writes === 'never') return { ...refused(observing, 'Set `mode: guarded` for the account.'), documents }
  return {
    outcome: { type: 'PLAN_PREPARED', planDigest: planDigest(built.plan), containmentId, quorum: rules.quorum.contain },
    documents,
  }
}

/**
 * A write that was given up may have happened. Its block is then ours still, and it stands: that is reported in place of a
 * second plan, or our own change would become "the original" of the next pre-image.
 */
function isOurBlockInPlace({ incident }: Assignment, now: PreImage): boolean {
  const { containmentId } = incident.snapshot.context
  if (containmentId === null) return false
  const block = denyAllPolicy(containmentId)
  return now.inlinePolicies.some(({ name, document }) => name === block.name && samePolicy(document, block.document))
}

function refused(reason: string, alternative: string): EffectResult {
  return { outcome: { type: 'PLAN_REFUSED', reason, alternative } }
}
