import type { RunEvent } from '../run-event.js'

type WithoutTime<Event> = Event extends RunEvent ? Omit<Event, 'atMs'> : never
/** An event before it is known when. */
export type Happening = WithoutTime<RunEvent>

/** The events of a run. Their times never go back: a record that was read late is told when it was read. */
export class RunLog {
  readonly #events: RunEvent[] = []

  add(happening: Happening, atMs: number): RunEvent {
    const event: RunEvent = { ...happening, atMs: Math.max(0, Math.round(atMs), this.#events.at(-1)?.atMs ?? 0) }
    this.#events.push(event)
    return event
  }

  get events(): readonly RunEvent[] {
    return this.#events
  }
}
