import { approvalLevel } from '../src/containment/approval-level.js'
import { buildContainPlan } from '../src/containment/contain-plan.js'
import { type ProtectionScope, refuseEntity, refusePrincipal } from '../src/containment/protection.js'
import type { Evidence } from '../src/domain/evidence.js'
import { planDigest } from '../src/domain/plan.js'
import { blockTarget, type Entity, entityTypeSchema, type Principal } from '../src/domain/principal.js'
import type { CallerIdentity } from '../src/ports.js'
import { approvalBase } from './approval-base.js'
import { readContainPlan, readEvidence, toDocument } from './filed-documents.js'
import { foundInPlace, isOurs } from './intended-write.js'
import { type EntityReading, readEntity } from './read-entity.js'
import { readImpact } from './read-impact.js'
import { whyNotGone } from './renamed.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/** From principal and evidence to the exact writes, or to the reason why there are none. Reads only. */
export async function preparePlan(
  tools: IncidentTools,
  assignment: Assignment,
  accused: Principal,
  evidenceDigest: string | null,
): Promise<EffectResult> {
  const { aws, engine, protection } = tools
  const callers = await aws.sts.callerChain()
  const writer = callers.at(-1)
  if (writer === undefined || writer.accountId !== aws.accountId) {
    const whose = `The credentials belong to account ${writer?.accountId ?? '?'}`
    const reason = `${whose}, but this realm is account ${aws.accountId}.`
    const alternative = 'Give Tourniquet credentials of the account that the finding is about.'
    return { outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: false } }
  }
  const standing = await ownBlock(tools, assignment, writer.at)
  if (standing !== null) return standing
  const { partition, accountId } = aws
  const scope = { partition, accountId, callers, rules: await protection.read() }
  const byFinding = refusePrincipal(accused, scope)
  if (!byFinding.allowed) return refused(byFinding.reason, byFinding.alternative)
  const principal = blockTarget(accused)
  const entity = { type: entityTypeSchema.parse(principal.type), name: principal.name }
  const reading = await readEntity(tools, entity)
  if (reading === null) {
    const reason = `Account ${accountId} has no ${entity.type} named ${entity.name}. Name the principal that is meant.`
    return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason } }
  }
  const known = { ...scope, callers: await everybody(tools, reading.preImage.entity, callers) }
  const byEntity = refuseEntity(reading.description, known, principal.uniqueId ?? null)
  if (!byEntity.allowed) return refused(byEntity.reason, byEntity.alternative)
  const evidence = await readEvidence(engine.store, evidenceDigest)
  const { containRequestedBy } = assignment.incident.snapshot.context
  return propose(tools, { principal, reading, scope, evidence, requestedBy: containRequestedBy })
}

/**
 * With the role that would write, where it is one of its own: that it can be assumed is found out before people are asked,
 * not after they have approved.
 */
async function everybody(
  { aws, writer, rules }: IncidentTools,
  entity: Entity,
  callers: readonly CallerIdentity[],
): Promise<readonly CallerIdentity[]> {
  if (rules.writes === 'never') return callers
  const hand = writer(entity)
  return hand.sts === aws.sts ? callers : hand.sts.callerChain()
}

interface Readings {
  readonly principal: Principal
  readonly reading: EntityReading
  readonly scope: ProtectionScope
  readonly evidence: Evidence | null
  readonly requestedBy: string | null
}

const observing = 'This account is only observed: a plan was prepared, and nothing may be written.'

async function propose(tools: IncidentTools, readings: Readings): Promise<EffectResult> {
  const { principal, reading, scope, evidence, requestedBy } = readings
  const { engine, rules, realm } = tools
  const { description, preImage } = reading
  const containmentId = engine.ids.next('cnt')
  const approval = approvalLevel(description, scope.rules, approvalBase(rules.approval.contain, requestedBy))
  const built = buildContainPlan({
    containmentId,
    realm,
    preImage,
    description,
    sessionName: description.type === 'role' ? (principal.sessionName ?? null) : null,
    modes: rules.modes,
    policyName: rules.policyName,
    approval,
    evidence,
    ...(await readImpact(tools, preImage)),
  })
  if (!built.ok) return refused(built.reason, built.alternative)
  const documents = [toDocument('preImage', preImage), toDocument('plan', built.plan)]
  if (rules.writes === 'never') return { ...refused(observing, 'Set `mode: guarded` for the account.'), documents }
  const { quorum } = built.plan.approval
  return { outcome: { type: 'PLAN_PREPARED', planDigest: planDigest(built.plan), containmentId, quorum }, documents }
}

/**
 * A write that was given up may have happened. Its block is then ours still, and it stands: that is reported in place of a
 * second plan, or our own change would become "the original" of the next pre-image. null: nothing of this incident stands.
 */
async function ownBlock(tools: IncidentTools, { incident }: Assignment, awsTime: string): Promise<EffectResult | null> {
  const { containPlanDigest, blockMayStand } = incident.snapshot.context
  if (containPlanDigest === null || !blockMayStand) return null
  const plan = await readContainPlan(tools.engine.store, containPlanDigest)
  const found = await tools.aws.iam.describe(plan.entity)
  const isThere = found?.uniqueId === plan.entity.uniqueId
  const renamed = isThere ? null : await whyNotGone(tools, plan.entity)
  if (renamed !== null) {
    const alternative = 'Then try again; or undo the block by hand, by its undo card.'
    return { outcome: { type: 'PLAN_REFUSED', reason: renamed, alternative, nothingStands: false } }
  }
  if (!isThere) return null
  const { containmentId, entity, writes } = plan
  const scope = { aws: tools.aws, store: tools.engine.store, entity, containmentId }
  const standing = await Promise.all(writes.map((write) => isOurs(scope, write)))
  if (!standing.includes(true)) return null
  const leftAlone = await foundInPlace(scope, plan)
  const at = { planDigest: containPlanDigest, containmentId, appliedAt: awsTime }
  const applied = { ...at, writes: [], leftAlone, notDone: [] }
  return { outcome: { type: 'BLOCK_APPLIED', requestId: 'adopted', preWrite: 'adopted', ...applied } }
}

/** Nothing of this incident stands: that was looked for first. */
function refused(reason: string, alternative: string): EffectResult {
  return { outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: true } }
}
