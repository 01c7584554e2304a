import { z } from 'zod'
import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import { firstInState } from '../score/first-incident.js'

const ms = z.number().nonnegative().nullable()

/** The times of one incident of a run, in milliseconds; null: it never came to that. */
export const incidentTimesSchema = z.object({
  id: z.string(),
  state: z.string(),
  /** Since T+0. */
  openedAtMs: ms,
  /** From the first question whether to block to its decision. */
  toDecide: ms,
  /** From its opening. */
  toContain: ms,
  /** From the first time that a restore was asked for. */
  toRestore: ms,
})
export type IncidentTimes = z.output<typeof incidentTimesSchema>

/** Of every incident, in the order in which they were opened. */
export function incidentTimes({ incidents, events }: Pick<RunRecord, 'incidents' | 'events'>): IncidentTimes[] {
  return incidents.map(({ id, state }) => {
    const own = events.filter((event) => 'incident' in event && event.incident === id)
    const at = (isMeant: (event: RunEvent) => boolean) => own.find(isMeant)?.atMs ?? null
    const openedAtMs = at(({ kind }) => kind === 'STATE')
    return {
      id,
      state,
      openedAtMs,
      toDecide: span(
        at((event) => event.kind === 'QUESTION_OPENED' && event.question === 'contain'),
        at((event) => event.kind === 'DECISION' && event.question === 'contain' && event.result === 'decided'),
      ),
      toContain: span(openedAtMs, firstInState(own, 'contained', id)?.atMs ?? null),
      toRestore: span(
        at((event) => event.kind === 'REQUEST' && event.ask === 'requestRestore'),
        firstInState(own, 'restored', id)?.atMs ?? null,
      ),
    }
  })
}

function span(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, to - from)
}
