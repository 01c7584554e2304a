import { type ActivityAfterBlock, type AppliedBlock, observeActivity } from '../src/containment/observe.js'
import { returnedSessions } from '../src/containment/returned-sessions.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { Evidence } from '../src/domain/evidence.js'
import type { Incident } from '../src/domain/incident.js'
import type { ContainPlan } from '../src/domain/plan.js'
import { iamArn } from '../src/domain/principal.js'
import type { PrincipalIdentity } from '../src/domain/principal-activity.js'
import type { Suspect } from '../src/domain/verdict.js'
import { appliedBlock, type Since } from './applied-block.js'
import { readEvidence } from './filed-documents.js'
import { readBehindNoise } from './read-behind-noise.js'
import type { IncidentTools } from './worker-tools.js'

/** CloudTrail writes times by the second: look from a little before the block. */
const EVENT_TIME_SLACK_MS = 2_000
/** A group's members share the requests of one look; of a larger group the first ones are followed. */
const MEMBERS_FOLLOWED = 5

export interface ObservedTrail {
  readonly events: readonly CloudTrailEvent[]
  readonly activity: ActivityAfterBlock
  /** From when on what was made may be a way back. */
  readonly makingsFrom: string
  /** All other sessions of those whose session is denied, oldest first. */
  readonly returned: readonly Suspect[]
  /** False where something of it could not be read. */
  readonly isWhole: boolean
  /** There was more than could be read. */
  readonly isCut: boolean
}

/**
 * What CloudTrail shows by now of everything since the block, by event time: the whole span is asked again at each look, since
 * records come late and out of order. What was created a while before the block is asked for as well. Where that is more than the
 * budget of a look reads, what noise would hide is asked for by itself.
 */
export async function observeTrail(
  tools: IncidentTools,
  incident: Incident,
  plan: ContainPlan,
  since: Since,
): Promise<ObservedTrail> {
  const { aws, rules, engine } = tools
  const evidence = await readEvidence(engine.store, incident.snapshot.context.evidenceDigest)
  const known = [...(evidence?.sessions ?? []), ...(evidence?.obtained ?? []), incident.snapshot.context.principal]
  const to = engine.clock.now().toISOString()
  const accessKeyIds = [...new Set(known.flatMap(({ accessKeyId }) => accessKeyId || []))]
  const identities = identitiesOf(plan)
  const callsFrom = before(since.appliedAt, EVENT_TIME_SLACK_MS)
  const from = before(since.appliedAt, Math.max(EVENT_TIME_SLACK_MS, rules.suspectLookbackMs))
  const maxRequests = Math.max(1, Math.floor(rules.maxCheckRequests / identities.length))
  const asked = { from, to, accessKeyIds, maxRequests, everyIssue: true }
  const activities = await Promise.all(
    identities.map((principal) => aws.cloudTrail.activityOf({ ...asked, principal })),
  )
  const first = activities.flatMap((activity) => activity.events)
  const readUpTo = incident.snapshot.context.explainedUpTo
  const behind = { identities, accessKeyIds, callsFrom, makingsFrom: from, to, readUpTo }
  const rest = activities.some(({ isCut }) => isCut) ? await readBehindNoise(tools, behind) : null
  const events = onceEach([...first, ...(rest?.events ?? [])])
  const block: AppliedBlock = await appliedBlock(tools, plan, since)
  const isWhole = rest?.isWhole ?? activities.every(({ source }) => source.status === 'ok' || source.status === 'empty')
  const returned = returnedIn(events, block, incident, evidence)
  const isCut = rest?.isCut ?? false
  return { events, activity: observeActivity(events, block), makingsFrom: from, returned, isWhole, isCut }
}

function returnedIn(
  events: readonly CloudTrailEvent[],
  block: AppliedBlock,
  { snapshot }: Incident,
  evidence: Evidence | null,
): Suspect[] {
  const sessionName = snapshot.context.principal.sessionName ?? null
  return returnedSessions({ events, block, sessionName, roleUse: evidence?.roleUse ?? null })
}

function before(iso: string, byMs: number): string {
  return new Date(Date.parse(iso) - byMs).toISOString()
}

function onceEach(events: readonly CloudTrailEvent[]): CloudTrailEvent[] {
  return [...new Map(events.map((event) => [event.eventId, event])).values()]
}

/** Whose calls tell whether the block holds: the entity's; for a group, what was done to it and what its members do. */
function identitiesOf({ entity, sessionName, impact }: ContainPlan): PrincipalIdentity[] {
  const { type, arn, name, accountId, partition, uniqueId } = entity
  const own = { type, arn, name, accountId, uniqueId, sessionName }
  if (type !== 'group') return [own]
  const members = impact.members.slice(0, MEMBERS_FOLLOWED).map((member): PrincipalIdentity => {
    return {
      type: 'user',
      arn: iamArn(partition, accountId, `user/${member}`),
      name: member,
      accountId,
      uniqueId: null,
    }
  })
  return [own, ...members]
}
