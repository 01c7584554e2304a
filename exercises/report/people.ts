import type { Exercise } from '../exercise-file.js'
import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import type { Participant } from './after-action-schema.js'

/** How somebody of the exercise is called: by the name of the role; else as they are on the record. */
export function nameOf({ roles }: Pick<Exercise, 'roles'>, by: string): string {
  return roles.find(({ id }) => id === by)?.name ?? by
}

/** Every role of the exercise, and whoever else acted, with how much they did. */
export function participantsOf({ roles }: Exercise, { events }: RunRecord): Participant[] {
  const others = new Set(
    events.flatMap((event) => ('by' in event && isPersonal(event) && event.by !== null ? [event.by] : [])),
  )
  for (const { id } of roles) others.delete(id)
  const strangers = [...others].map((id) => ({ id, name: id, does: 'not a role of this exercise' }))
  return [...roles, ...strangers].map(({ id, name, does }) => ({ id, name, does, ...didIn(events, id) }))
}

function isPersonal({ kind }: RunEvent): boolean {
  return kind !== 'REVEALED'
}

function didIn(
  events: readonly RunEvent[],
  who: string,
): Pick<Participant, 'decisions' | 'requests' | 'answers' | 'refused'> {
  const own = events.filter((event) => 'by' in event && event.by === who)
  return {
    decisions: own.filter(({ kind }) => kind === 'DECISION').length,
    requests: own.filter(({ kind }) => kind === 'REQUEST').length,
    answers: own.filter(({ kind }) => ['ANSWER', 'PRESSURE', 'ASKED', 'NOTE'].includes(kind)).length,
    refused: own.reduce(
      (sum, event) => sum + (event.kind === 'REFUSED' ? event.times : event.kind === 'VOID' ? 1 : 0),
      0,
    ),
  }
}
