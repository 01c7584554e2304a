import type { RunEvent } from '../run-event.js'

/** Whether a step came to light by what people did: they asked, or the evidence was read. What they were told is no merit. */
export function isFoundOut(event: RunEvent): boolean {
  return event.kind === 'REVEALED' && (event.how === 'asked' || event.how === 'evidence')
}

/** How many hidden steps of the attack people found out. A step comes to light once at most. */
export function stepsFound(events: readonly RunEvent[]): number {
  return events.filter(isFoundOut).length
}
