import type { Actor } from '../audit/record.js'
import type { Json } from '../domain/canonical-json.js'
import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import { jsonSchema } from '../domain/json-schema.js'
import { principalKey } from '../domain/principal.js'
import { advance, type Step, type TimerEvent, UndecodableIncidentError } from './advance.js'
import { buildStep, type Extras } from './build-step.js'
import { type Engine, identityOf, offerOrders } from './engine.js'
import { type ClaimedEffect, type StepRecord, type StepResult, UnreadableIncidentError } from './incident-store.js'
import { parkUnreadable } from './park-unreadable.js'

/** Something that happened to an incident. */
export interface Delivery extends Extras {
  readonly event: IncidentEvent | TimerEvent
  readonly actor: Actor
  /** The incident as it was seen last: saves reading it. Where it moved since, it is read after all. */
  readonly known?: Incident
  /** Looked at with the incident as it is in the very step. An objection refuses the event, and all that it would bring. */
  readonly unless?: (incident: Incident) => Objection | null
}

export interface Objection {
  readonly reason: string
  /** What goes on the record in place of the refused event, by that very step; null: nothing. */
  readonly record: IncidentEvent | null
}

export type Recorded =
  | {
      readonly status: 'recorded'
      readonly changed: boolean
      readonly before: Incident
      readonly after: Incident
      readonly step: Step
      readonly claimed: ClaimedEffect | null
    }
  | { readonly status: 'refused'; readonly reason: string; readonly before: Incident }
  | { readonly status: 'leaseLost' | 'timerGone' | 'noIncident' }
  | { readonly status: 'duplicateFinding'; readonly incidentId: string }
  /** Whom the event names has an open incident already: nothing is recorded. */
  | { readonly status: 'principalTaken'; readonly incidentId: string }

/** Beyond this something is writing in a loop, and waiting would hide it. */
const MAX_TRIES = 200

/**
 * Brings an event to its incident: reads it, computes the step, records it all in one transaction, and starts over where
 * another step came first (docs/adr/0008). Exactly one of several racing events sees the state that it was meant for.
 */
export async function recordEvent(engine: Engine, incidentId: string, delivery: Delivery): Promise<Recorded> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = tries === 0 ? delivery.known : undefined
    const incident = known ?? (await readOrPark(engine, incidentId))
    if (incident === null) return { status: 'noIncident' }
    const objection = delivery.unless?.(incident) ?? null
    const attempt =
      objection === null
        ? await recordOnce(engine, incident, delivery)
        : await recordRefusal(engine, incident, delivery.actor, objection)
    if (attempt !== 'conflict') return attempt
  }
  throw new Error(`${incidentId} moved ${MAX_TRIES} times while one event was being recorded.`)
}

/** null: there is no such incident, or none that can be read. */
export async function readOrPark(engine: Engine, incidentId: string): Promise<Incident | null> {
  try {
    return await engine.store.readIncident(incidentId)
  } catch (error) {
    if (!(error instanceof UnreadableIncidentError)) throw error
    await parkUnreadable(engine, error)
    return null
  }
}

async function recordRefusal(
  engine: Engine,
  before: Incident,
  actor: Actor,
  { reason, record }: Objection,
): Promise<Recorded | 'conflict'> {
  const refused = { status: 'refused', reason, before } as const
  if (record === null) return refused
  const attempt = await recordOnce(engine, before, { event: record, actor })
  return attempt === 'conflict' ? attempt : refused
}

async function recordOnce(engine: Engine, incident: Incident, delivery: Delivery): Promise<Recorded | 'conflict'> {
  const prepared = prepare(engine, incident, delivery)
  return conclude(engine, prepared, await engine.store.recordStep(prepared.record))
}

/**
 * Brings several events to an incident, each to what the one before left, and asks for all steps at once: where the store can, it
 * records them with one commit. Behind one that was refused the others answer `conflict`, as does all if the incident moved.
 */
export async function recordChain(
  engine: Engine,
  known: Incident,
  deliveries: readonly Delivery[],
): Promise<(Recorded | 'conflict')[]> {
  const steps: Prepared[] = []
  for (const delivery of deliveries) {
    const incident = steps.at(-1)?.after ?? known
    if (delivery.unless?.(incident)) break
    steps.push(prepare(engine, incident, delivery))
  }
  const results = await Promise.all(steps.map(({ record }) => engine.store.recordStep(record)))
  return deliveries.map((_, index) => {
    const [step, result] = [steps[index], results[index]]
    return step === undefined || result === undefined ? 'conflict' : conclude(engine, step, result)
  })
}

/** A step that is computed, and not yet recorded. */
interface Prepared {
  readonly before: Incident
  readonly after: Incident
  readonly step: Step
  readonly record: StepRecord
}

function prepare(engine: Engine, incident: Incident, delivery: Delivery): Prepared {
  const step = compute(engine, incident, delivery.event)
  const { event, actor, unless: _unless, known: _known, ...extras } = delivery
  const happening = { what: step.parked ? 'PARKED' : event.type, detail: detailOf(event, step.parked), actor }
  const before = { ...incident, state: incident.state }
  const record = buildStep(engine, identityAfter(incident, event, step), before, step, happening, extras)
  return { before: incident, after: afterStep(incident, record), step, record }
}

function conclude(
  engine: Engine,
  { before, after, step, record }: Prepared,
  result: StepResult,
): Recorded | 'conflict' {
  if (result.status !== 'recorded') return refusal(result)
  offerOrders(engine, record, result.claimed?.id ?? null)
  return { status: 'recorded', changed: step.changed, before, after, step, claimed: result.claimed }
}

/** Who it is about is known from now on, and nobody else may be open on the same: the store sees to that. */
function identityAfter(incident: Incident, { type }: IncidentEvent | TimerEvent, step: Step) {
  const identity = identityOf(incident)
  const isNamed = step.changed && (type === 'PRINCIPAL_NAMED' || type === 'PRINCIPAL_FOUND')
  return isNamed ? { ...identity, principalKey: principalKey(step.snapshot.context.principal, incident.id) } : identity
}

/** The incident as the step left it: what a read would give, but for the server's own time stamp. */
function afterStep(before: Incident, { incident, audit }: StepRecord): Incident {
  return {
    ...before,
    principalKey: incident.principalKey,
    state: incident.state,
    open: incident.open,
    snapshot: incident.snapshot ?? before.snapshot,
    revision: before.revision + 1,
    auditSeq: audit.body.seq,
    auditHash: audit.hash,
    updatedAt: audit.body.at,
  }
}

function refusal(result: Exclude<StepResult, { status: 'recorded' }>): Recorded | 'conflict' {
  if (result.status === 'conflict') return 'conflict'
  return result
}

type Computed = Step & { readonly parked: string | null }

/** The machine's own step; or, where the stored incident means nothing to it, a stop with a person asked. */
function compute(engine: Engine, incident: Incident, event: IncidentEvent | TimerEvent): Computed {
  const machine = engine.playbooks.find(incident.playbook, incident.version)
  if (machine === null)
    return park(engine, incident, `no playbook ${incident.playbook}@${incident.version} is registered`)
  try {
    return { ...advance(machine, incident.snapshot, event), parked: null }
  } catch (error) {
    if (error instanceof UndecodableIncidentError) return park(engine, incident, error.message)
    throw error
  }
}

function park(engine: Engine, incident: Incident, reason: string): Computed {
  engine.log.error('An incident cannot be decoded and is parked.', { incidentId: incident.id, reason })
  const asked = incident.state === 'needsHuman'
  const notify = { kind: 'notify', topic: 'needsHuman', reason: `This incident cannot go on: ${reason}.` } as const
  return {
    snapshot: incident.snapshot,
    state: 'needsHuman',
    changed: true,
    effects: asked ? [] : [notify],
    armed: [],
    cancelled: [],
    parked: reason,
  }
}

function detailOf(event: IncidentEvent | TimerEvent, parked: string | null): Json {
  const { type: _, ...detail } = event
  return jsonSchema.parse(parked === null ? detail : { ...detail, event: event.type, parked })
}
