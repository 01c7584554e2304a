import { genesisHash } from '../audit/chain.js'
import type { Actor } from '../audit/record.js'
import { type About, accusedOf, incidentKeyOf } from '../domain/accused-of.js'
import { dedupKey, type Finding, feedOf, isConfirmable } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { Timing } from '../domain/incident-context.js'
import { jsonSchema } from '../domain/json-schema.js'
import { begin } from '../engine/advance.js'
import { buildStep } from '../engine/build-step.js'
import { type Engine, offerOrders } from '../engine/engine.js'
import { UnreadableIncidentError } from '../engine/incident-store.js'
import { type Delivery, recordEvent } from '../engine/record-event.js'
import { defaultHoldDownMs, holdDownFor } from './hold-down.js'

/** Which playbook a finding starts. */
export interface Opening {
  readonly playbook: string
  readonly version: string
  readonly timing: Timing
  /** How long a restore speaks for what happened before it; an hour if not given. */
  readonly holdDownMs?: number
  /** The person whose word the finding is; null or not given: a source's. */
  readonly requestedBy?: string | null
  /** Whether AWS is asked if it has the finding before people are asked for a block; no if not given. */
  readonly confirmFindings?: boolean
  /** Whom the playbook is about; who acted, if not given. */
  readonly about?: About
}

export type Opened =
  | { readonly status: 'opened' | 'joined'; readonly incidentId: string }
  | { readonly status: 'duplicate'; readonly incidentId: string }

/** Racing openings and closings of one principal settle within a few rounds. */
const MAX_ROUNDS = 20

/**
 * Takes a finding in: durable when this returns. The same delivery again changes nothing; another finding on a principal
 * with an open incident joins it; else an incident is opened, which ends at once where a restore speaks for it. Under races exactly one opens and the others join.
 */
export async function openIncident(engine: Engine, finding: Finding, opening: Opening): Promise<Opened> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    // Most findings of a storm are about somebody who is known already: to look first costs one read, to be refused three.
    const known = await knownOn(engine, finding, opening.about)
    const joinedKnown = known === null ? null : await join(engine, finding, opening, known.id, known)
    if (joinedKnown !== null) return joinedKnown
    const opened = await open(engine, finding, opening)
    if (opened.status === 'conflict') continue
    if (opened.status !== 'principalTaken') return opened
    const joined = await join(engine, finding, opening, opened.incidentId)
    if (joined !== null) return joined
  }
  throw new Error(`The finding ${finding.sourceId} found its incident closing ${MAX_ROUNDS} times.`)
}

/** One that cannot be read is no reason to lose a finding: it is found taken then, and parked with a person asked. */
export async function knownOn(
  { store }: Engine,
  finding: Finding,
  about: About = 'principal',
): Promise<Incident | null> {
  try {
    return await store.findOpenIncident(incidentKeyOf(finding, about))
  } catch (error) {
    if (error instanceof UnreadableIncidentError) return null
    throw error
  }
}

async function open(engine: Engine, finding: Finding, opening: Opening) {
  const machine = engine.playbooks.find(opening.playbook, opening.version)
  if (machine === null) throw new Error(`No playbook ${opening.playbook}@${opening.version} is registered.`)
  const { about = 'principal', holdDownMs = defaultHoldDownMs } = opening
  const key = incidentKeyOf(finding, about)
  const holdDown = await holdDownFor(engine, key, finding, holdDownMs)
  const id = engine.ids.next('inc')
  const identity = { id, realm: engine.realm, playbook: opening.playbook, version: opening.version, principalKey: key }
  const before = { state: null, revision: 0, auditSeq: 0, auditHash: genesisHash(id) }
  const requestedBy = opening.requestedBy ?? null
  const step = begin(machine, {
    principal: accusedOf(finding, about),
    timing: opening.timing,
    holdDown,
    requestedBy,
    ...trustIn(finding, opening),
  })
  const happening = { what: 'OPENED', detail: jsonSchema.parse(finding), actor: actorOf(finding, opening) }
  const record = buildStep(engine, identity, before, step, happening, { finding: findingRow(engine, finding) })
  const result = await engine.store.recordStep(record)
  if (result.status === 'recorded') {
    offerOrders(engine, record, null)
    return { status: 'opened', incidentId: id } as const
  }
  if (result.status === 'duplicateFinding') return duplicate(engine, finding, opening, result.incidentId)
  if (result.status === 'principalTaken' || result.status === 'conflict') return result
  throw new Error(`An opening step cannot end as ${result.status}.`)
}

async function join(
  engine: Engine,
  finding: Finding,
  opening: Opening,
  incidentId: string,
  known?: Incident,
): Promise<Opened | null> {
  const recorded = await recordEvent(engine, incidentId, {
    ...joining(engine, finding, opening),
    ...(known === undefined ? {} : { known }),
  })
  if (recorded.status === 'duplicateFinding') return duplicate(engine, finding, opening, recorded.incidentId)
  return recorded.status === 'recorded' ? { status: 'joined', incidentId } : null
}

/** What a finding brings to the open incident that it joins. */
export function joining(engine: Engine, finding: Finding, opening: Opening): Delivery {
  const row = findingRow(engine, finding)
  return {
    event: { type: 'FINDING_JOINED', finding: row.id, lastSeenAt: finding.lastSeenAt, ...joinTrust(finding, opening) },
    actor: actorOf(finding, opening),
    finding: row,
    unless: ({ open }) => (open ? null : { reason: 'It is over.', record: null }),
  }
}

/**
 * The same update of the same finding. By another feed than before it is noted, once a feed, on the incident that it opened or
 * joined: a report says by which ways a finding came, and a feed that is silent is noticed by that.
 */
export async function duplicate(engine: Engine, finding: Finding, opening: Opening, incidentId: string) {
  const key = dedupKey(finding)
  // Only its own rows: of a storm an incident has thousands, and a tenth of a storm are repetitions.
  const known = await engine.store.readFindings(incidentId, key)
  const isNew = !known.some((one) => dedupKey(one) === key && feedOf(one) === feedOf(finding))
  if (isNew) {
    const row = { id: engine.ids.next('fnd'), dedupKey: [key, feedOf(finding)].join('|'), body: finding }
    await recordEvent(engine, incidentId, {
      event: { type: 'FINDING_REPEATED', finding: row.id, feed: feedOf(finding) },
      actor: actorOf(finding, opening),
      finding: row,
      unless: ({ open }) => (open ? null : { reason: 'It is over.', record: null }),
    })
  }
  return { status: 'duplicate', incidentId } as const
}

/** What AWS could have made up for itself is not believed before AWS was asked, where it is to be asked. */
function trustIn(finding: Finding, { confirmFindings }: Opening) {
  const callBack = confirmFindings === true && isConfirmable(finding)
  const distrust = finding.trusted ? null : (finding.distrust ?? 'The source could not tell who wrote it.')
  return { trusted: finding.trusted && !callBack, callBack, distrust }
}

/** Whom it accuses goes with it: what a forged finding that came first said of the same principal counts no more. */
function joinTrust(finding: Finding, opening: Opening) {
  const { trusted, callBack } = trustIn(finding, opening)
  const principal = trusted ? { principal: accusedOf(finding, opening.about ?? 'principal') } : {}
  return { trusted, callBack, requestedBy: opening.requestedBy ?? null, ...principal }
}

function findingRow(engine: Engine, finding: Finding) {
  return { id: engine.ids.next('fnd'), dedupKey: dedupKey(finding), body: finding }
}

function actorOf({ source }: Finding, { requestedBy }: Opening): Actor {
  return requestedBy ? { kind: 'person', name: requestedBy } : { kind: 'source', name: source }
}
