/** A real clock, and a sleep that can be broken off. Not the date: a virtual world shows another one. */
export interface PaceClock {
  nowMs(): number
  /** Calls back after this long, unless it was broken off by what it answers with. */
  after(ms: number, act: () => void): () => void
}

export const realPaceClock: PaceClock = {
  nowMs: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

export const MOST_SCALE = 1_000

/** How long time stands still at most before somebody looks whether people did something. */
const SLICE_MS = 50
/** A process that was stopped, or a machine that slept, does not catch up: time goes on where people left it. */
const LONGEST_SLICE_MS = 250

/** How fast the time of an exercise goes on, set by the people who play: times a real clock, not at all, or at once to what comes next. */
export class Pace {
  readonly #clock: PaceClock
  #scale: number
  #isPaused = false
  #hurryUntilMs: number | null = null
  #takenAtMs: number | null = null
  #owedMs = 0
  #wake: () => void = () => {}

  /** `scale`: 1 to 1000. */
  constructor(scale: number, clock: PaceClock = realPaceClock) {
    this.#clock = clock
    this.#scale = within(scale)
  }

  get scale(): number {
    return this.#scale
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Until which exercise time everything happens at once; null: it goes at its pace. */
  get hurryUntilMs(): number | null {
    return this.#hurryUntilMs
  }

  setScale(scale: number): void {
    this.#scale = within(scale)
  }

  pause(): void {
    this.#isPaused = true
    this.#hurryUntilMs = null
  }

  resume(): void {
    this.#isPaused = false
    this.wake()
  }

  /** At once to the next thing that people see (`arrive`), and no further than `untilMs`. A pause is over with it. */
  fastForward(untilMs = Number.POSITIVE_INFINITY): void {
    this.#isPaused = false
    this.#hurryUntilMs = untilMs
    this.wake()
  }

  /** Something happened that people see: from here on time goes at its pace again. */
  arrive(): void {
    this.#hurryUntilMs = null
  }

  /** Somebody did something: whoever sleeps is to look. */
  wake(): void {
    this.#wake()
  }

  /** How much exercise time may go by now, in whole milliseconds: what went by on the real clock since this was asked last. */
  takeMs(): number {
    const nowMs = this.#clock.nowMs()
    const elapsedMs = Math.min(nowMs - (this.#takenAtMs ?? nowMs), LONGEST_SLICE_MS)
    this.#takenAtMs = nowMs
    if (this.#isPaused) return 0
    this.#owedMs += elapsedMs * this.#scale
    const wholeMs = Math.floor(this.#owedMs)
    this.#owedMs -= wholeMs
    return wholeMs
  }

  /** Sleeps a slice of real time, less where exercise time has less than that to go, until somebody wakes it. */
  async nap(leftMs: number): Promise<void> {
    const napMs = this.#isPaused ? SLICE_MS : Math.min(SLICE_MS, Math.max(1, leftMs / this.#scale))
    await new Promise<void>((resolve) => {
      const breakOff = this.#clock.after(napMs, resolve)
      this.#wake = () => {
        breakOff()
        resolve()
      }
    })
    this.#wake = () => {}
  }
}

function within(scale: number): number {
  return Math.min(MOST_SCALE, Math.max(1, scale))
}
