import { samePolicy } from '../src/containment/policy-text.js'
import { AwsError } from '../src/domain/aws-error.js'
import { type ContainPlan, planDigest } from '../src/domain/plan.js'
import type { InlinePolicy, UndoCard } from '../src/ports.js'
import { readContainPlan } from './filed-documents.js'
import { recheck, recheckProtection } from './recheck.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/**
 * Writes the block of an approved plan, once and idempotently: what is already there is adopted, never written again.
 * Everything that the approval rested on is asked again immediately before the write, and the undo card is filed before
 * anything changes. A write whose answer was lost ends as a retry, which reads back first.
 */
export async function putBlock(tools: WorkerTools, { guard }: Assignment, digest: string): Promise<EffectResult> {
  const { aws, engine } = tools
  const plan = await readContainPlan(engine.store, digest)
  const found = await recheck(tools, plan.entity)
  if (found.status !== 'same') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const block = blockOf(plan)
  const present = await aws.iam.readInlinePolicy(plan.entity.name, block.name)
  if (present !== null && samePolicy(present, block.document)) {
    return { outcome: { type: 'BLOCK_APPLIED', appliedAt: found.awsTime, requestId: 'adopted', preWrite: 'adopted' } }
  }
  const protection = recheckProtection(tools, found.role, found.caller)
  if (!protection.allowed) {
    return { outcome: { type: 'PLAN_REFUSED', reason: protection.reason, alternative: protection.alternative } }
  }
  await tools.undoCards.file(undoCard(tools, plan, block))
  try {
    const receipt = await aws.iam.putInlinePolicy(plan.entity.name, block, guard)
    const { at: appliedAt, requestId } = receipt
    return { outcome: { type: 'BLOCK_APPLIED', appliedAt, requestId, preWrite: 'absent' } }
  } catch (error) {
    return refusedByIam(error)
  }
}

/** What IAM will refuse again and again ends the plan, not the incident. Everything else is for the retry policy. */
function refusedByIam(error: unknown): EffectResult {
  if (!(error instanceof AwsError)) throw error
  const reason = error.message
  if (error.kind === 'quota') return { outcome: { type: 'PLAN_OUTDATED', reason } }
  if (error.kind === 'unmodifiable') {
    const alternative = 'This role is only modifiable by AWS: deny it with an SCP, or where it comes from.'
    return { outcome: { type: 'PLAN_REFUSED', reason, alternative } }
  }
  throw error
}

/** The policy that a plan writes. */
export function blockOf(plan: ContainPlan): InlinePolicy {
  const [write] = plan.writes
  if (write === undefined) throw new Error(`The plan ${planDigest(plan)} writes nothing.`)
  return { name: write.policyName, document: write.document }
}

/** Its commands go where the block is: an exercise's card must never send anybody to AWS itself. */
function undoCard({ realm }: WorkerTools, plan: ContainPlan, block: InlinePolicy): UndoCard {
  const aws = realm.endpoint === null ? 'aws iam' : `aws --endpoint-url ${realm.endpoint} iam`
  const role = `--role-name ${plan.entity.name} --policy-name ${block.name}`
  return {
    containmentId: plan.containmentId,
    realm: plan.realm,
    entity: plan.entity,
    policyName: block.name,
    document: block.document,
    commands: [`${aws} get-role-policy ${role}`, `${aws} delete-role-policy ${role}`],
  }
}
