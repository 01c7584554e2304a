import type { Engine } from '../engine/engine.js'

/** The same person is on the record with the same refusal once in this time; what comes between is counted. */
export const REFUSAL_WINDOW_MS = 60_000
/** Beyond this, notes whose window is over are dropped. */
const SWEEP_ABOVE = 1_000

interface Note {
  readonly sinceMs: number
  repeats: number
}

/**
 * Keeps whoever has a token from flooding a record with refusals: of one key, one is recorded a window, with how many like it
 * were not. Per process and in memory: after a restart the worst is one record more. Counts that never reach the record are
 * in the log.
 */
export class RefusalNotes {
  readonly #engine: Pick<Engine, 'clock' | 'log'>
  readonly #notes = new Map<string, Note>()

  constructor(engine: Pick<Engine, 'clock' | 'log'>) {
    this.#engine = engine
  }

  /** How many went before unrecorded, where this one is to be recorded; null where it is only to be counted. */
  due(key: string): number | null {
    const note = this.#notes.get(key)
    return note !== undefined && this.#isRunning(note) ? null : (note?.repeats ?? 0)
  }

  /** It is on the record: a window begins. */
  recorded(key: string): void {
    const nowMs = this.#engine.clock.monotonicMs()
    if (this.#notes.size >= SWEEP_ABOVE) this.#sweep()
    this.#notes.set(key, { sinceMs: nowMs, repeats: 0 })
  }

  /** It was answered and not recorded. */
  counted(key: string): void {
    const note = this.#notes.get(key)
    if (note !== undefined) note.repeats += 1
  }

  #isRunning({ sinceMs }: Note): boolean {
    return this.#engine.clock.monotonicMs() - sinceMs < REFUSAL_WINDOW_MS
  }

  #sweep(): void {
    for (const [key, note] of this.#notes) {
      if (this.#isRunning(note)) continue
      const { repeats } = note
      this.#notes.delete(key)
      if (repeats > 0) this.#engine.log.warn('Refusals that were counted and not recorded.', { key, repeats })
    }
  }
}

const notes = new WeakMap<Engine, RefusalNotes>()

/** The notes of a running engine. */
export function refusalNotesOf(engine: Engine): RefusalNotes {
  const known = notes.get(engine) ?? new RefusalNotes(engine)
  notes.set(engine, known)
  return known
}
