import type { Gauges } from '../integrations/postgres/postgres-gauges.js'
import type { JobQueue } from '../integrations/queue/job-queue.js'
import type { BrakeStore } from '../src/engine/brakes.js'
import type { CanaryStore } from '../src/engine/canary.js'
import type { Job, RunningWorkers, WorkerPulse } from '../workers/start-workers.js'

/** The parts of a running process whose health is asked for. */
export interface RunningParts {
  readonly canaries: CanaryStore
  /** Puts a canary before everything that waits. Rejects where the queue is away or refused. */
  offerCanary(nonce: string): Promise<void>
  readGauges(): Promise<Gauges>
  /** What holds every write of the realm now. */
  standingBrakes: BrakeStore['standing']
  /** null: this process has no workers, and leaves the work to others. */
  pulse(): WorkerPulse | null
  add(workers: RunningWorkers): void
}

export function runningParts(made: {
  readonly canaries: CanaryStore
  readonly jobs: JobQueue<Job>
  readonly gauges: () => Promise<Gauges>
  readonly brakes: BrakeStore
}): RunningParts {
  const running: RunningWorkers[] = []
  return {
    canaries: made.canaries,
    offerCanary: async (nonce) => {
      // Asks the server itself: an add that is accepted tells nothing of a Redis that must not be used.
      await made.jobs.ping()
      await made.jobs.offer([{ id: `canary-${nonce}`, data: { canary: nonce }, first: true }])
    },
    readGauges: made.gauges,
    standingBrakes: made.brakes.standing,
    pulse: () => running.at(-1)?.pulse() ?? null,
    add: (workers) => running.push(workers),
  }
}
