import type { Incident } from '../src/domain/incident.js'
import { containPlanSchema, type Plan, planSchema } from '../src/domain/plan.js'
import { isActivityOf } from '../src/domain/principal-activity.js'
import type { Realm } from '../src/domain/realm.js'
import type { IncidentStore } from '../src/engine/incident-store.js'
import {
  identityOfCaller,
  type NamedWrite,
  plansNamedIn,
  recordedWrites,
  unaccounted,
  writesIn,
} from '../src/incidents/own-writes.js'
import { type ReconcileRow, type RecordedContainment, reconcile, type SeenWrite } from '../src/incidents/reconcile.js'
import type { AwsAccount } from '../src/ports.js'
import { ownTracesIn } from '../src/report/own-traces.js'
import { endedContainment, standingBlock } from '../src/report/standing-blocks.js'
import { undoCommands } from '../src/report/undo-commands.js'
import { readBack } from '../workers/read-back.js'

/** What to compare: one account with one realm's record. */
export interface Reconciling {
  readonly realm: Realm
  readonly aws: AwsAccount
  readonly store: IncidentStore
  /** How far back CloudTrail is asked for our own writes: ISO, both ends. */
  readonly from: string
  readonly to: string
  readonly maxRequests: number
}

export interface Reconciliation {
  readonly rows: readonly ReconcileRow[]
  /** What could not be compared, in sentences. */
  readonly notCompared: readonly string[]
}

/** Reads IAM, CloudTrail and the record, and compares them. Writes nothing, anywhere. */
export async function readReconciliation(reconciling: Reconciling): Promise<Reconciliation> {
  const { aws, store, realm } = reconciling
  const listed = await store.listIncidents()
  const incidents = listed.flatMap((each) => ('snapshot' in each ? [each] : []))
  const unreadable = listed.flatMap((each) => ('snapshot' in each ? [] : [`Incident ${each.id} cannot be read.`]))
  const standing: RecordedContainment[] = []
  for (const incident of incidents) standing.push(...(await recordedContainment(reconciling, incident)))
  const traces = ownTracesIn(await aws.iam.inventory(), realm.partition)
  const seen = await ownWrites(reconciling)
  const recorded: NamedWrite[] = []
  for (const incident of incidents) recorded.push(...(await writesOf(reconciling, incident)))
  const rows = reconcile({
    standing,
    ended: incidents.flatMap((incident) => endedContainment(incident) ?? []),
    traces: traces.map((trace) => ({ ...trace, commands: undoCommands(trace.entity, [trace.write], realm) })),
    unaccounted: unaccounted(seen.writes, recorded),
  })
  return { rows, notCompared: [...unreadable, ...seen.notCompared] }
}

/** What IAM shows of the block of an incident; none where nothing of it may stand. */
async function recordedContainment(
  { aws, store }: Reconciling,
  incident: Incident,
): Promise<readonly RecordedContainment[]> {
  const { containPlanDigest } = incident.snapshot.context
  const found = containPlanDigest === null ? null : await store.readDocument(containPlanDigest)
  const parsed = containPlanSchema.safeParse(found?.body)
  const plan = parsed.success ? parsed.data : null
  const block = standingBlock(incident, plan)
  if (block === null) return []
  const { incidentId, state, containmentId, appliedAt, attached } = block
  const recorded = { incidentId, state, containmentId, appliedAt, attached, entityArn: plan?.entity.arn ?? null }
  if (plan === null) return [{ ...recorded, policy: null, missing: [] }]
  const { policy, missing } = await readBack({ aws, entity: plan.entity, containmentId }, plan)
  return [{ ...recorded, policy, missing }]
}

/** Everything that we changed in IAM within the window, by CloudTrail, whoever of us it was. */
async function ownWrites({ aws, from, to, maxRequests }: Reconciling) {
  const callers = await aws.sts.callerChain()
  const writes = new Map<string, SeenWrite>()
  const notCompared: string[] = []
  for (const principal of callers.flatMap((caller) => identityOfCaller(caller) ?? [])) {
    const { events, source } = await aws.cloudTrail.activityOf({ principal, from, to, accessKeyIds: [], maxRequests })
    if (source.status === 'failed' || source.status === 'truncated') {
      notCompared.push(`CloudTrail was not read in full for ${principal.arn}: ${source.detail ?? source.status}.`)
    }
    for (const { event, ...write } of writesIn(events.filter((each) => isActivityOf(each, principal)))) {
      writes.set(event.eventId, { ...write, at: event.eventTime, eventId: event.eventId })
    }
  }
  if (callers.every((caller) => identityOfCaller(caller) === null)) {
    notCompared.push('Whose calls are ours cannot be told from these credentials: CloudTrail was not compared.')
  }
  return { writes: [...writes.values()], notCompared }
}

async function writesOf({ store, from }: Reconciling, incident: Incident): Promise<NamedWrite[]> {
  if (!incident.open && incident.updatedAt < from) return []
  const records = await store.readAudit(incident.id)
  const plans: Plan[] = []
  for (const digest of plansNamedIn(records)) {
    const parsed = planSchema.safeParse((await store.readDocument(digest))?.body)
    if (parsed.success) plans.push(parsed.data)
  }
  return recordedWrites(records, plans)
}
