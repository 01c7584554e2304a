import type { Processor, Queue } from 'bullmq'
import { connectQueue } from './connect-queue.js'
import { type JobProcessor, type JobWorker, startJobWorker } from './job-worker.js'
import { keepTrying } from './keep-trying.js'
import type { QueueConnection, QueueOptions } from './queue-connection.js'
import { QueueUnavailableError } from './queue-unavailable-error.js'

/** A job to be carried to a worker. While one with its id waits or runs, another is ignored. */
export interface JobOffer<Data> {
  readonly id: string
  readonly data: Data
  /** 1 and up: a lower one runs before all that wait with a higher one, equals in turn; without one before all that have one. */
  readonly rank?: number
  /** Before everything that waits: only for what asks whether work is taken at all. */
  readonly first?: true
}

/** The queue of one realm as processes use it: its server may be away, from the very start, and for as long as it likes. */
export interface JobQueue<Data> {
  readonly kind: 'redis' | 'postgres'
  /** Rejects in time with `QueueUnavailableError` or `QueueRefusedError`; nothing is kept for later here. */
  offer(jobs: readonly JobOffer<Data>[]): Promise<void>
  /** Takes jobs from now on, or as soon as the server is there. */
  work(process: JobProcessor<Data>, options: { readonly concurrency: number }): JobWorker
  ping(): Promise<void>
  /** Jobs in hand get `patienceMs` to end: 10 s, and next to nothing where their workers were stopped before. */
  close(patienceMs?: number): Promise<void>
}

export interface JobQueueOptions extends QueueOptions {
  readonly name: string
  /** Between attempts to reach a server that was never reached; 500 ms. */
  readonly retryMs?: number
}

interface Connected<Data> {
  readonly connection: QueueConnection
  readonly queue: Queue<Data, void>
}

const RETRY_MS = 500
const STOPPED_PATIENCE_MS = 500

/**
 * Tries once before it resolves, and goes on trying where the server is away. Rejects with `QueueRefusedError` where a
 * server that answers must not be used: an operator who starts it is there to read that. One that is refused later, after
 * a failover say, makes `offer` and `ping` reject with it until its settings are right.
 */
export async function openJobQueue<Data>(options: JobQueueOptions): Promise<JobQueue<Data>> {
  const state = { closed: false }
  const connect = async (): Promise<Connected<Data>> => {
    const connection = await connectQueue(options)
    try {
      const queue = await connection.createQueue<Data>(options.name)
      if (state.closed) throw new QueueUnavailableError('The job queue was closed while it was being reached.')
      return { connection, queue }
    } catch (error) {
      await connection.close().catch(() => undefined) // the first error says why
      throw error
    }
  }
  const reaching = keepTrying(connect, options.retryMs ?? RETRY_MS)
  const problem = await reaching.first
  if (problem !== null && !(problem instanceof QueueUnavailableError)) {
    reaching.stop()
    throw problem
  }
  if (problem !== null) {
    options.log.warn(`${problem.message} Findings are taken in meanwhile, and worked on when it is there.`)
    void reaching.reached.then(() => options.log.warn('The job queue is there: work goes on.'))
  }
  const queue = jobQueue(options, reaching)
  const close = (patienceMs?: number): Promise<void> => {
    state.closed = true
    return queue.close(patienceMs)
  }
  return { ...queue, close }
}

function jobQueue<Data>(
  options: JobQueueOptions,
  reaching: ReturnType<typeof keepTrying<Connected<Data>>>,
): JobQueue<Data> {
  const connected = (): Connected<Data> => {
    const found = reaching.current()
    if (found !== null) return found
    throw reaching.lastProblem() ?? new QueueUnavailableError('The job queue was not reached yet: it is tried again.')
  }
  const workers: { readonly worker: JobWorker; stopped: boolean }[] = []
  return {
    kind: options.redisUrl === null ? 'postgres' : 'redis',
    offer: async (jobs) => {
      const { queue } = connected()
      const bulk = jobs.map(({ id, data, rank, first }) => ({
        name: options.name,
        data,
        opts: { jobId: id, ...(rank === undefined ? {} : { priority: rank }), ...(first ? { lifo: true } : {}) },
      }))
      // BullMQ derives a job's name type from its data's, which is open here: the name is a plain text all the same.
      await (queue as unknown as Queue).addBulk(bulk)
    },
    work: (process, { concurrency }) => {
      const create = async (run: Processor<Data, void>) =>
        connected().connection.createWorker<Data>(options.name, run, { concurrency })
      const worker = startJobWorker({ process, concurrency, create, log: options.log })
      const entry = { worker, stopped: false }
      workers.push(entry)
      const stop = async (patienceMs: number) => {
        await worker.stop(patienceMs)
        entry.stopped = true
      }
      return { ...worker, stop }
    },
    ping: async () => connected().connection.ping(),
    close: async (patienceMs) => {
      reaching.stop()
      // Jobs whose worker was stopped had their time.
      const had = workers.length > 0 && workers.every(({ stopped }) => stopped)
      await reaching.current()?.connection.close(patienceMs ?? (had ? STOPPED_PATIENCE_MS : undefined))
    },
  }
}
