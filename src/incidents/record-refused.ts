import type { Actor, AuditRecord } from '../audit/record.js'
import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { Engine } from '../engine/engine.js'
import { type Delivery, type Recorded, readOrPark, recordEvent } from '../engine/record-event.js'
import type { RefusalCode } from './authorise.js'
import { refusalNotesOf } from './refusal-notes.js'

/** Why somebody is answered no. */
export interface Refused {
  readonly code: RefusalCode
  readonly reason: string
  /** Nothing is wrong with the act, it is only done already: no record of it is needed. */
  readonly isRepeat?: true
}

/** An act of a person: the event that it becomes, unless it is refused, and the record that is left of it then. */
export interface PersonalAct {
  readonly by: string
  /** Whose step it is on the record; the person's if not given. */
  readonly actor?: Actor
  readonly event: IncidentEvent
  /** `said` are the records of the kinds that `looksAt` names, all there are at the moment of the step. */
  readonly refusalOf: (incident: Incident, said: readonly AuditRecord[]) => Refused | null
  readonly refusal: (code: RefusalCode, repeats: number) => IncidentEvent
  /** What tells this act from every other of the same person, for the bound on records: a no to a restore is no wish for one. */
  readonly about: string
  /** Kinds of records that the refusal depends on; none if not given. */
  readonly looksAt?: readonly string[]
}

export type Acted =
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }
  | Extract<Recorded, { status: 'recorded' }>

export type NamingActed =
  | Acted
  /** Only where the act names a principal: it has an open incident, and nothing is recorded. */
  | Extract<Recorded, { status: 'principalTaken' }>

/** An incident with what was said on it, as of one moment. */
interface Weighed {
  readonly incident: Incident
  readonly said: readonly AuditRecord[]
}

interface RefusalNote {
  readonly key: string
  readonly isRecorded: boolean
}

/** Beyond this something is writing in a loop, and waiting would hide it. */
const MAX_TRIES = 200

/**
 * Brings what a person does to its incident. A refusal is answered and recorded by the very step that it was decided in, as
 * a record that changes nothing; the same one again within a minute is answered and counted.
 */
export async function recordPersonalAct(engine: Engine, incidentId: string, act: PersonalAct): Promise<Acted> {
  const acted = await recordNaming(engine, incidentId, act)
  if (acted.status === 'principalTaken') throw new Error('Only an act that names a principal can find it taken.')
  return acted
}

/** The same of an act that names a principal. */
export async function recordNaming(engine: Engine, incidentId: string, act: PersonalAct): Promise<NamingActed> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const weighed = act.looksAt === undefined ? null : await weigh(engine, incidentId, act.looksAt)
    const acted = await recordAsOf(engine, incidentId, act, weighed)
    if (acted !== 'moved') return acted
  }
  throw new Error(`${incidentId} moved ${MAX_TRIES} times while one act was being weighed.`)
}

/** The incident is read first: whatever is recorded between the two reads makes it another one. */
async function weigh(engine: Engine, incidentId: string, kinds: readonly string[]): Promise<Weighed | null> {
  const incident = await readOrPark(engine, incidentId)
  return incident === null ? null : { incident, said: await engine.store.readAuditOf(incidentId, kinds) }
}

async function recordAsOf(
  engine: Engine,
  incidentId: string,
  act: PersonalAct,
  weighed: Weighed | null,
): Promise<NamingActed | 'moved'> {
  const notes = refusalNotesOf(engine)
  const last: { refused: (Refused & { readonly note: RefusalNote | null }) | null } = { refused: null }
  const unless: Delivery['unless'] = (incident) => {
    last.refused = null
    if (weighed !== null && incident.revision !== weighed.incident.revision) return { reason: '', record: null }
    const refused = act.refusalOf(incident, weighed?.said ?? [])
    if (refused === null) return null
    if (refused.isRepeat) {
      last.refused = { ...refused, note: null }
      return { reason: refused.reason, record: null }
    }
    const key = [incidentId, act.by, act.about, refused.code].join(' ')
    const repeats = notes.due(key)
    last.refused = { ...refused, note: { key, isRecorded: repeats !== null } }
    return { reason: refused.reason, record: repeats === null ? null : act.refusal(refused.code, repeats) }
  }
  const actor: Actor = act.actor ?? { kind: 'person', name: act.by }
  const known = weighed === null ? {} : { known: weighed.incident }
  const recorded = await recordEvent(engine, incidentId, { event: act.event, actor, unless, ...known })
  if (recorded.status === 'recorded' || recorded.status === 'principalTaken') return recorded
  if (recorded.status !== 'refused') {
    return { status: 'refused', code: 'noIncident', reason: `There is no incident ${incidentId}.` }
  }
  if (last.refused === null) return 'moved'
  const { code, reason, note } = last.refused
  if (note?.isRecorded) notes.recorded(note.key)
  else if (note !== null) notes.counted(note.key)
  return { status: 'refused', code, reason }
}
