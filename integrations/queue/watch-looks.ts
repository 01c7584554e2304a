import type { Worker } from 'bullmq'

export interface WatchedLooks {
  /** Milliseconds since the worker last came round to ask its server for a job. */
  lastMsAgo(): number
}

/** The two ways in which BullMQ's main loop comes by a job; both are public on its backend (`IQueueBackend`). */
type Backend = {
  waitForJob(blockTimeoutSeconds: number): Promise<object | null>
  moveToActive(token: string, name?: string): Promise<object[]>
}

/**
 * Notes each time that the worker's main loop asks for a job. `isRunning()` stays true for a worker whose loop hangs; one
 * that is idle comes round every `drainDelay`.
 */
export function watchLooks<Data>(worker: Worker<Data, void>): WatchedLooks {
  // The type of the backend depends on the server, which nobody outside is to know.
  const backend = worker.getBackend() as unknown as Backend
  // A worker looks as soon as it is made, which is before this.
  const state = { lastAt: performance.now() }
  const { waitForJob, moveToActive } = backend
  backend.waitForJob = (blockTimeoutSeconds) => {
    state.lastAt = performance.now()
    return waitForJob.call(backend, blockTimeoutSeconds)
  }
  backend.moveToActive = (token, name) => {
    state.lastAt = performance.now()
    return moveToActive.call(backend, token, name)
  }
  return { lastMsAgo: () => performance.now() - state.lastAt }
}
