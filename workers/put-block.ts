import { AwsError } from '../src/domain/aws-error.js'
import type { Outcome, WriteDone } from '../src/domain/incident-event.js'
import { type ContainPlan, objectOf, operationOf, type PlannedWrite, planDigest } from '../src/domain/plan.js'
import type { UndoCard } from '../src/ports.js'
import { undoCommands } from '../src/report/undo-commands.js'
import { type Applied, applyWrite, type WriteScope } from './apply-write.js'
import { readContainPlan } from './filed-documents.js'
import { isInPlace } from './read-back.js'
import { recheck, recheckProtection, whyOutdated } from './recheck.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/**
 * Carries out the writes of an approved plan, in its order, once and idempotently: what is already there is adopted, never
 * written again. Everything that the approval rested on is asked again immediately before, and the undo card is filed before
 * anything changes. A write whose answer was lost ends as a retry, which reads back first.
 */
export async function putBlock(
  tools: WorkerTools,
  { guard, attempt }: Assignment,
  digest: string,
): Promise<EffectResult> {
  const { aws, engine } = tools
  const plan = await readContainPlan(engine.store, digest)
  const { entity, containmentId } = plan
  const found = await recheck(tools, entity)
  if (found.status !== 'same') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const scope = { aws, entity, containmentId, awsTime: found.awsTime, guard }
  // What an earlier try wrote is ours whatever the rules say by now: it is completed and reported, never left unseen.
  const [first] = plan.writes
  const isInPlaceAlready = await isBegun(scope, plan)
  if (isInPlaceAlready && attempt === 1 && first?.kind === 'attachPolicy') {
    const reason = `Somebody attached ${first.policyArn} since the plan was made: it is not ours to detach later.`
    return { outcome: { type: 'PLAN_OUTDATED', reason } }
  }
  // Only a policy tells by its text whose it is: a key that is off at the first try was turned off by others.
  const begun = isInPlaceAlready && (attempt > 1 || first?.kind === 'putPolicy')
  if (!begun) {
    const protection = await recheckProtection(tools, found)
    if (!protection.allowed) {
      const { reason, alternative } = protection
      return { outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: true } }
    }
    const reason = await whyOutdated(tools, plan, found.description)
    if (reason !== null) return { outcome: { type: 'PLAN_OUTDATED', reason } }
    await tools.undoCards.file(undoCard(tools, plan))
  }
  const outcome = await writeAll(scope, plan)
  if (outcome.type !== 'BLOCK_APPLIED' || attempt > 1) return { outcome }
  return { outcome: { ...outcome, leftAlone: keysFoundOff(outcome.writes) } }
}

/** On a first try, nothing of ours can be there yet: a key that is off was turned off by somebody else. */
function keysFoundOff(writes: readonly WriteDone[]): string[] {
  return writes.flatMap(({ operation, object, requestId }) =>
    operation === 'UpdateAccessKey' && requestId === null ? [object] : [],
  )
}

/** Carries out every write of a plan. What fails for good after the first is reported beside what stands. */
export async function writeAll(scope: WriteScope, plan: ContainPlan): Promise<Outcome> {
  const applied: Exclude<Applied, { status: 'conflict' }>[] = []
  const notDone: string[] = []
  for (const write of plan.writes) {
    const result = await tryWrite(scope, write, applied.length > 0)
    if (result.status === 'refused') return result.outcome
    if (result.status === 'notDone') notDone.push(result.reason)
    else applied.push(result)
  }
  const sent = applied.find(({ status }) => status === 'written')
  return {
    type: 'BLOCK_APPLIED',
    planDigest: planDigest(plan),
    containmentId: plan.containmentId,
    appliedAt: sent?.at ?? scope.awsTime,
    requestId: sent?.done.requestId ?? 'adopted',
    preWrite: sent === undefined ? 'adopted' : 'absent',
    writes: applied.map(({ done }) => done),
    leftAlone: [],
    notDone,
  }
}

type Attempted =
  | Exclude<Applied, { status: 'conflict' }>
  | { readonly status: 'notDone'; readonly reason: string }
  | { readonly status: 'refused'; readonly outcome: Outcome }

async function tryWrite(scope: WriteScope, write: PlannedWrite, somethingStands: boolean): Promise<Attempted> {
  try {
    const applied = await applyWrite(scope, write)
    if (applied.status !== 'conflict') return applied
    if (somethingStands) return { status: 'notDone', reason: applied.reason }
    return { status: 'refused', outcome: { type: 'PLAN_OUTDATED', reason: applied.reason } }
  } catch (error) {
    if (!(error instanceof AwsError) || !failsForGood(error)) throw error
    const { reason, outcome } = refusedByIam(error, `${operationOf(scope.entity.type, write)} ${objectOf(write)}`)
    if (somethingStands) return { status: 'notDone', reason }
    if (outcome === null) throw error
    return { status: 'refused', outcome }
  }
}

function failsForGood({ kind }: AwsError): boolean {
  return ['quota', 'unmodifiable', 'malformed', 'accessDenied', 'unsupported', 'unknown'].includes(kind)
}

/** What IAM will refuse again and again ends the plan, not the incident. null: a person must look at the failure itself. */
function refusedByIam(error: AwsError, what: string): { reason: string; outcome: Outcome | null } {
  const reason = `${what}: ${error.message}`
  if (error.kind === 'quota') return { reason, outcome: { type: 'PLAN_OUTDATED', reason } }
  if (error.kind !== 'unmodifiable') return { reason, outcome: null }
  const alternative = 'This role is only modifiable by AWS: deny it with an SCP, or where it comes from.'
  return { reason, outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: true } }
}

/** Whether an earlier try carried out the first write: the denial, where the plan has one. */
async function isBegun(scope: WriteScope, plan: ContainPlan): Promise<boolean> {
  const [first] = plan.writes
  return first !== undefined && (await isInPlace(scope, first)) === 'held'
}

/** Its commands go where the block is: an exercise's card must never send anybody to AWS itself. */
function undoCard({ realm }: WorkerTools, plan: ContainPlan): UndoCard {
  const { containmentId, entity, writes } = plan
  const commands = undoCommands(entity, writes, realm)
  return { containmentId, realm: plan.realm, entity, writes, commands }
}
