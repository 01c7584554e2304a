import { setTimeout as sleep } from 'node:timers/promises'

/** Something that is tried until it succeeds or is given up. */
export interface Trying<T> {
  /** How the first attempt ended: null, or what went wrong. */
  readonly first: Promise<Error | null>
  /** Resolves with the first success; never rejects, and never resolves once it was stopped before. */
  readonly reached: Promise<T>
  current(): T | null
  lastProblem(): Error | null
  stop(): void
}

export function keepTrying<T>(attempt: () => Promise<T>, pauseMs: number): Trying<T> {
  const stopped = new AbortController()
  const state: { value: T | null; problem: Error | null } = { value: null, problem: null }
  const tryOnce = async (): Promise<boolean> => {
    try {
      state.value = await attempt()
      state.problem = null
      return true
    } catch (error) {
      state.problem = error instanceof Error ? error : new Error(String(error))
      return false
    }
  }
  const first = tryOnce()
  const reached = new Promise<T>((resolve) => {
    const tryOn = async (isThere: boolean): Promise<void> => {
      for (let there = isThere; !there && !stopped.signal.aborted; there = await tryOnce()) {
        await sleep(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined)
      }
      if (state.value !== null) resolve(state.value)
    }
    void first.then(tryOn)
  })
  return {
    first: first.then(() => state.problem),
    reached,
    current: () => state.value,
    lastProblem: () => state.problem,
    stop: () => stopped.abort(),
  }
}
