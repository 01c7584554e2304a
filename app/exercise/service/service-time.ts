/** As often as this the run is asked whether it has to look, whatever happened. */
const LONGEST_WAIT_MS = 250

/**
 * The time of an exercise that runs `timeScale` times as fast as a real clock, from T+0 on. Its own times are exercise time in
 * milliseconds; the clocks of the product and of the simulated account are real ones, and this is the one place that converts.
 */
export class ServiceTime {
  readonly timeScale: number
  #began: { readonly at: Date; readonly atMs: number } | null = null
  readonly #timers = new Set<NodeJS.Timeout>()
  #wake: () => void = () => {}
  #failure: { readonly error: unknown } | null = null

  constructor(timeScale: number) {
    if (!(timeScale >= 1)) throw new RangeError(`Real time cannot run ${timeScale} times as fast.`)
    this.timeScale = timeScale
  }

  /** It is T+0 now. */
  begin(): void {
    this.#began = { at: new Date(), atMs: performance.now() }
  }

  /** T+0. Throws before it. */
  get startedAt(): Date {
    if (this.#began === null) throw new Error('The exercise has not begun.')
    return this.#began.at
  }

  /** Since T+0; 0 before it. By a clock that nobody sets: it never goes back. */
  get nowMs(): number {
    return this.#began === null ? 0 : Math.floor((performance.now() - this.#began.atMs) * this.timeScale)
  }

  toExerciseMs(iso: string): number {
    return (Date.parse(iso) - this.startedAt.getTime()) * this.timeScale
  }

  toRealMs(exerciseMs: number): number {
    return exerciseMs / this.timeScale
  }

  /** Lets something happen then. What it throws ends the run: `until` rejects with it. */
  at(atMs: number, _key: string, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        this.#carryOut(act)
      },
      Math.max(0, this.toRealMs(atMs - this.nowMs)),
    )
    this.#timers.add(timer)
  }

  /** Whoever waits asks now whether it is over. */
  wake(): void {
    this.#wake()
  }

  /** Something that goes on beside the run failed: it ends the run. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.wake()
  }

  /** Waits until then or until `isOver`, which is asked whenever somebody called `wake`, and at least every 250 ms. */
  async until(atMs: number, isOver: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.error
      const leftMs = this.toRealMs(atMs - this.nowMs)
      if (leftMs <= 0 || isOver()) return
      await this.#pause(Math.min(leftMs, LONGEST_WAIT_MS))
    }
  }

  /** Nothing happens by itself from now on. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.wake()
  }

  #carryOut(act: () => void): void {
    try {
      act()
      this.wake()
    } catch (error) {
      this.fail(error)
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
