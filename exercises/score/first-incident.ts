import type { RunEvent, RunEventOf } from '../run-event.js'

type Finding = RunEventOf<'FINDING'>
type Moved = RunEventOf<'STATE'>
type Asked = RunEventOf<'REQUEST'>

/** The finding that was taken in first; the times of a run are those of its incident, others have times of their own. */
export function firstFinding(events: readonly RunEvent[]): Finding | null {
  return events.find((event): event is Finding => event.kind === 'FINDING' && event.result !== 'refused') ?? null
}

/** When the incident of that finding was contained; null: it never was. */
export function firstContained(events: readonly RunEvent[]): Moved | null {
  return firstInState(events, 'contained', firstFinding(events)?.incident ?? null)
}

/** The first restore that was asked for. */
export function firstRestoreAsked(events: readonly RunEvent[]): Asked | null {
  return events.find((event): event is Asked => event.kind === 'REQUEST' && event.ask === 'requestRestore') ?? null
}

/** When the incident of that request was restored; null: it never was. */
export function firstRestored(events: readonly RunEvent[]): Moved | null {
  return firstInState(events, 'restored', firstRestoreAsked(events)?.incident ?? null)
}

/** `incident` null: any. */
export function firstInState(events: readonly RunEvent[], state: string, incident: string | null): Moved | null {
  const isMeant = (event: RunEvent): event is Moved =>
    event.kind === 'STATE' && event.to === state && (incident === null || event.incident === incident)
  return events.find(isMeant) ?? null
}
