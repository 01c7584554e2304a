import { AwsError } from '../src/domain/aws-error.js'
import type { Outcome } from '../src/domain/incident-event.js'
import { type ContainPlan, objectOf, operationOf, type PlannedWrite, planDigest } from '../src/domain/plan.js'
import type { UndoCard } from '../src/ports.js'
import { undoCommands } from '../src/report/undo-commands.js'
import { readContainPlan } from './filed-documents.js'
import { applyIntended, type Intended, type IntendedScope, isOurs } from './intended-write.js'
import { recheck, recheckProtection, whyOutdated } from './recheck.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * Carries out the writes of an approved plan, in its order, once and idempotently: what is already there is adopted, never
 * written again. Everything that the approval rested on is asked again immediately before, and the undo card is filed before
 * anything changes. A write whose answer was lost ends as a retry, which reads back first.
 */
export async function putBlock(
  tools: IncidentTools,
  { incident, guard }: Assignment,
  digest: string,
): Promise<EffectResult> {
  const { engine } = tools
  const plan = await readContainPlan(engine.store, digest)
  const { entity, containmentId } = plan
  const aws = tools.writer(entity)
  const found = await recheck(tools, aws, entity)
  if (found.status !== 'same') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const { store } = engine
  const scope = { aws, store, incidentId: incident.id, entity, containmentId, awsTime: found.awsTime, guard }
  // What an earlier try wrote is ours whatever the rules say by now: it is completed and reported, never left unseen.
  const [first] = plan.writes
  if (first === undefined || !(await isOurs(scope, first))) {
    const protection = await recheckProtection(tools, found)
    if (!protection.allowed) {
      const { reason, alternative } = protection
      return { outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: true } }
    }
    const reason = await whyOutdated(tools, plan, found.description, incident.snapshot.context.containRequestedBy)
    if (reason !== null) return { outcome: { type: 'PLAN_OUTDATED', reason } }
    await tools.undoCards.file(undoCard(tools, plan))
  }
  return { outcome: await writeAll(scope, plan) }
}

/** Carries out every write of a plan. What fails for good after the first is reported beside what stands. */
export async function writeAll(scope: IntendedScope, plan: ContainPlan): Promise<Outcome> {
  const applied: Stands[] = []
  const notDone: string[] = []
  const leftAlone: string[] = []
  for (const write of plan.writes) {
    const result = await tryWrite(scope, write, applied.length > 0)
    if (result.status === 'refused') return result.outcome
    if (result.status === 'notDone') notDone.push(result.reason)
    else applied.push(result)
    if (result.status === 'found') leftAlone.push(objectOf(write))
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
    leftAlone,
    notDone,
  }
}

type Stands = Exclude<Intended, { status: 'conflict' }>

type Attempted =
  | Stands
  | { readonly status: 'notDone'; readonly reason: string }
  | { readonly status: 'refused'; readonly outcome: Outcome }

async function tryWrite(scope: IntendedScope, write: PlannedWrite, somethingStands: boolean): Promise<Attempted> {
  try {
    const applied = await applyIntended(scope, write)
    if (applied.status === 'found' && write.kind === 'attachPolicy') return attachedByOthers(write.policyArn)
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

/** A managed policy is the whole denial of a plan. Attached by others, it may go with them at any time. */
function attachedByOthers(policyArn: string): Attempted {
  const reason = `Somebody attached ${policyArn} since the plan was made: it is not ours to detach later.`
  return { status: 'refused', outcome: { type: 'PLAN_OUTDATED', reason } }
}

/** Its commands go where the block is: an exercise's card must never send anybody to AWS itself. */
function undoCard({ realm }: IncidentTools, plan: ContainPlan): UndoCard {
  const { containmentId, entity, writes } = plan
  const commands = undoCommands(entity, writes, realm)
  return { containmentId, realm: plan.realm, entity, writes, commands }
}
