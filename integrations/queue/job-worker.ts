import type { Processor, Worker } from 'bullmq'
import { endsWithin } from './ends-within.js'
import { keepTrying } from './keep-trying.js'
import type { QueueLog } from './queue-connection.js'
import { watchLooks } from './watch-looks.js'

/** Throw Errors only: BullMQ loses other values. */
export type JobProcessor<Data> = (data: Data) => Promise<void>

/** What can be said of a worker without asking its server. */
export interface WorkerPulse {
  /** False while its server was never reached. */
  readonly started: boolean
  readonly inHand: number
  readonly concurrency: number
  /** How long ago it last came round to ask for a job; null: never. A wedged one does not, and one that is full need not. */
  readonly lookedMsAgo: number | null
}

export interface JobWorker {
  pulse(): WorkerPulse
  /**
   * Takes nothing more at once. Resolves when the jobs in hand have ended, after `patienceMs` in any case, and soon where
   * the server is away: then nothing can be ended properly, and what was in hand is given to others when its time is up.
   */
  stop(patienceMs: number): Promise<void>
}

export interface JobWorkerOptions<Data> {
  readonly process: JobProcessor<Data>
  readonly concurrency: number
  /** Rejects while the server is away; tried again until it resolves. */
  readonly create: (process: Processor<Data, void>) => Promise<Worker<Data, void>>
  readonly log: QueueLog
}

const RETRY_MS = 500
/** A server that does not let an idle worker go within this is away: BullMQ would wait for it for ever. */
const FAREWELL_MS = 1_500

export function startJobWorker<Data>({ process, concurrency, create, log }: JobWorkerOptions<Data>): JobWorker {
  const inHand = new Set<Promise<void>>()
  const run: Processor<Data, void> = async ({ data }) => {
    const work = process(data)
    inHand.add(work)
    await work.finally(() => inHand.delete(work))
  }
  const starting = keepTrying(async () => {
    const worker = await create(run)
    return { worker, looks: watchLooks(worker) }
  }, RETRY_MS)
  return {
    pulse: () => {
      const current = starting.current()
      const lookedMsAgo = current?.looks.lastMsAgo() ?? null
      return { started: current !== null, inHand: inHand.size, concurrency, lookedMsAgo }
    },
    stop: async (patienceMs) => {
      starting.stop()
      await starting.first
      const worker = starting.current()?.worker
      if (worker === undefined) return
      const closing = worker.close().catch((error: Error) => log.warn(`Job queue: ${error.message}`))
      if (!(await endsWithin(Promise.allSettled(inHand), patienceMs))) {
        return log.warn('Stopped while jobs are in hand; they are given to others when their leases are over.')
      }
      await endsWithin(closing, FAREWELL_MS)
    },
  }
}
