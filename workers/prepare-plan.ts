import { approvalLevel } from '../src/containment/approval-level.js'
import { scopeOf } from '../src/containment/block-scope.js'
import { buildContainPlan } from '../src/containment/contain-plan.js'
import { type ProtectionScope, refuseEntity, refusePrincipal } from '../src/containment/protection.js'
import { siblingSentence } from '../src/containment/sibling-sessions.js'
import { whyNoMore, whyNotWider, widerPlan } from '../src/containment/wider-plan.js'
import type { ScopeWish } from '../src/domain/block-scope.js'
import type { Effect } from '../src/domain/effect.js'
import type { Evidence } from '../src/domain/evidence.js'
import { type ContainPlan, planDigest } from '../src/domain/plan.js'
import { blockTarget, entityTypeSchema, iamEntity, type Principal } from '../src/domain/principal.js'
import { approvalBase } from './approval-base.js'
import { describeEntity } from './describe-entity.js'
import { readContainPlan, readEvidence, readPreImage, toDocument } from './filed-documents.js'
import { foundInPlace, isOurs } from './intended-write.js'
import { noSuchEntity } from './no-such-entity.js'
import { prepareProfilePlan } from './prepare-profile-plan.js'
import { type EntityReading, readIamEntity } from './read-entity.js'
import { readImpact } from './read-impact.js'
import { whyNotGone } from './renamed.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'
import { writingCallers } from './writing-callers.js'

type PlanOrder = Extract<Effect, { kind: 'preparePlan' }>

/** From principal and evidence to the exact writes, or to the reason why there are none. Reads only. */
export async function preparePlan(
  tools: IncidentTools,
  assignment: Assignment,
  order: PlanOrder,
): Promise<EffectResult> {
  if (order.widens === undefined) return prepare(tools, assignment, order, null)
  const standing = await readContainPlan(tools.engine.store, order.widens)
  const why = whyNotWider(standing)
  const result = why === null ? await prepare(tools, assignment, order, standing) : refused(why, KEEP_OUT)
  const { outcome } = result
  return outcome.type === 'PLAN_REFUSED' ? { ...result, outcome: { ...outcome, nothingStands: false } } : result
}

const KEEP_OUT = "Keep the caller out by the role's trust policy."

/** `widened`: the plan of a block that stands, and is to deny more. */
async function prepare(
  tools: IncidentTools,
  assignment: Assignment,
  { principal: accused, evidenceDigest, scope: wish }: PlanOrder,
  widened: ContainPlan | null,
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
  const standing = widened === null ? await ownBlock(tools, assignment, writer.at) : null
  if (standing !== null) return standing
  const { partition, accountId } = aws
  const scope = { partition, accountId, callers, rules: await protection.read() }
  const byFinding = refusePrincipal(accused, scope)
  if (!byFinding.allowed) return refused(byFinding.reason, byFinding.alternative)
  const principal = blockTarget(accused)
  if (principal.type === 'rolesAnywhereProfile') {
    return prepareProfilePlan(tools, assignment, { principal, scope, callers, evidenceDigest })
  }
  const entity = iamEntity({ type: entityTypeSchema.parse(principal.type), name: principal.name })
  const reading = await readIamEntity(tools, entity)
  if (reading === null) {
    const reason = await noSuchEntity(tools, entity, principal)
    return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason } }
  }
  const known = { ...scope, callers: await writingCallers(tools, reading.preImage.entity, callers) }
  const byEntity = refuseEntity(reading.description, known, principal.uniqueId ?? null)
  if (!byEntity.allowed) return refused(byEntity.reason, byEntity.alternative)
  const evidence = await readEvidence(engine.store, evidenceDigest)
  const { containRequestedBy } = assignment.incident.snapshot.context
  return propose(tools, { principal, reading, scope, evidence, requestedBy: containRequestedBy, wish, widened })
}

interface Readings {
  readonly principal: Principal
  readonly reading: EntityReading
  readonly scope: ProtectionScope
  readonly evidence: Evidence | null
  readonly requestedBy: readonly string[]
  readonly wish: ScopeWish | undefined
  readonly widened: ContainPlan | null
}

const observing = 'This account is only observed: a plan was prepared, and nothing may be written.'

async function propose(tools: IncidentTools, readings: Readings): Promise<EffectResult> {
  const { principal, reading, scope, evidence, requestedBy, wish, widened } = readings
  const { engine, rules, realm } = tools
  const { description } = reading
  // Taken once a containment: our own change must not become "the original".
  const preImage = widened === null ? reading.preImage : await readPreImage(engine.store, widened.preImageDigest)
  const containmentId = widened?.containmentId ?? engine.ids.next('cnt')
  const approval = approvalLevel(description, scope.rules, approvalBase(rules.approval.contain, requestedBy))
  const sessionName = description.type === 'role' ? (principal.sessionName ?? null) : null
  const impact = await readImpact(tools, preImage)
  const siblings = evidence === null ? null : siblingSentence(evidence)
  const use = { roleUse: evidence?.roleUse ?? null, instanceProfiles: impact.instanceProfiles, siblings }
  const scoped = scopeOf({ wish, type: preImage.entity.type, sessionName, modes: rules.modes, ...use })
  const built = buildContainPlan({
    containmentId,
    realm,
    preImage,
    description,
    sessionName,
    modes: scoped.modes,
    scope: scoped.scope,
    policyName: rules.policyName,
    approval,
    evidence,
    ...impact,
  })
  if (!built.ok) return refused(built.reason, built.alternative)
  const noMore = widened === null ? null : whyNoMore(built.plan)
  if (noMore !== null) return refused(noMore, KEEP_OUT)
  const plan = widened === null ? built.plan : widerPlan(built.plan, widened)
  const documents = [toDocument('preImage', preImage), toDocument('plan', plan)]
  if (rules.writes === 'never') return { ...refused(observing, 'Set `mode: guarded` for the account.'), documents }
  const { quorum } = plan.approval
  const more = whyNotWider(plan) === null ? { deniesOneSession: true as const } : {}
  return { outcome: { type: 'PLAN_PREPARED', planDigest: planDigest(plan), containmentId, quorum, ...more }, documents }
}

/**
 * A write that was given up may have happened. Its block is then ours still, and it stands: that is reported in place of a
 * second plan, or our own change would become "the original" of the next pre-image. null: nothing of this incident stands.
 */
async function ownBlock(tools: IncidentTools, { incident }: Assignment, awsTime: string): Promise<EffectResult | null> {
  const { containPlanDigest, blockMayStand } = incident.snapshot.context
  if (containPlanDigest === null || !blockMayStand) return null
  const plan = await readContainPlan(tools.engine.store, containPlanDigest)
  const found = await describeEntity(tools.aws, plan.entity)
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
