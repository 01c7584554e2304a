import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { Engine } from '../engine/engine.js'
import { type Delivery, type Recorded, recordEvent } from '../engine/record-event.js'
import type { RefusalCode } from './authorise.js'
import { refusalNotesOf } from './refusal-notes.js'

/** Why somebody is answered no. */
export interface Refused {
  readonly code: RefusalCode
  readonly reason: string
}

/** An act of a person: the event that it becomes, unless it is refused, and the record that is left of it then. */
export interface PersonalAct {
  readonly by: string
  readonly event: IncidentEvent
  readonly refusalOf: (incident: Incident) => Refused | null
  readonly refusal: (code: RefusalCode, repeats: number) => IncidentEvent
  /** What tells this act from every other of the same person, for the bound on records: a no to a restore is no wish for one. */
  readonly about: string
}

export type Acted =
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }
  | Extract<Recorded, { status: 'recorded' }>

/**
 * Brings what a person does to its incident. A refusal is answered and recorded by the very step that it was decided in, as
 * a record that changes nothing; the same one again within a minute is answered and counted.
 */
export async function recordPersonalAct(engine: Engine, incidentId: string, act: PersonalAct): Promise<Acted> {
  const notes = refusalNotesOf(engine)
  const last: { refused: (Refused & { readonly key: string; readonly isRecorded: boolean }) | null } = { refused: null }
  const unless: Delivery['unless'] = (incident) => {
    const refused = act.refusalOf(incident)
    if (refused === null) return null
    const key = [incidentId, act.by, act.about, refused.code].join(' ')
    const repeats = notes.due(key)
    last.refused = { ...refused, key, isRecorded: repeats !== null }
    return { reason: refused.reason, record: repeats === null ? null : act.refusal(refused.code, repeats) }
  }
  const actor = { kind: 'person', name: act.by } as const
  const recorded = await recordEvent(engine, incidentId, { event: act.event, actor, unless })
  if (recorded.status === 'refused' && last.refused !== null) {
    const { code, reason, key, isRecorded } = last.refused
    if (isRecorded) notes.recorded(key)
    else notes.counted(key)
    return { status: 'refused', code, reason }
  }
  if (recorded.status === 'recorded') return recorded
  return { status: 'refused', code: 'noIncident', reason: `There is no incident ${incidentId}.` }
}
