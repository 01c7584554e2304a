import { compareTexts } from '../facts/texts.js'
import type { Session } from '../sessions/session.js'

/** One session, and until when a way in that was opened would have been taken by it: its own beginning, or that of its newest address. */
export interface NewSession {
  readonly session: Session
  readonly untilMs: number
}

export interface Taken {
  readonly calls: number
  /** When the first of them began. */
  readonly atMs: number
  /** The earliest few. */
  readonly eventIds: readonly string[]
}

const namedEvents = 10

/** Sessions of one entity, made ready to ask which of them are new since a moment: there may be thousands, and as many moments. */
export class NewHands {
  /** The newest first; each entry counts all before it. */
  readonly #steps: (Taken & { readonly untilMs: number })[] = []

  constructor(sessions: readonly NewSession[]) {
    let [calls, earliest]: [number, readonly Session[]] = [0, []]
    for (const { session, untilMs } of [...sessions].sort((a, b) => b.untilMs - a.untilMs)) {
      calls += session.calls
      earliest = [...earliest, session].sort(byBeginning).slice(0, namedEvents)
      const [first = session] = earliest
      const ids = earliest.flatMap((each) => each.eventIds.filter((id) => id !== each.issuedEventId))
      const eventIds = [...new Set(ids)].slice(0, namedEvents)
      this.#steps.push({ untilMs, calls, atMs: beginningOf(first), eventIds })
    }
  }

  /** null: none. */
  since(atMs: number): Taken | null {
    let [low, high] = [0, this.#steps.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#steps[middle]?.untilMs ?? -Infinity) >= atMs) low = middle + 1
      else high = middle
    }
    return this.#steps[low - 1] ?? null
  }
}

/** Milliseconds since the epoch; 0 where it was not used. */
export function beginningOf({ firstSeen }: Session): number {
  return firstSeen === null ? 0 : Date.parse(firstSeen)
}

function byBeginning(a: Session, b: Session): number {
  return beginningOf(a) - beginningOf(b) || compareTexts(a.id, b.id)
}
