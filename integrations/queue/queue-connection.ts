import type { Processor, Queue, Worker } from 'bullmq'

/** Where the queue's own troubles are reported, each once in a while; pino's Logger fits. */
export type QueueLog = { warn(message: string): void; error(message: string): void }

export type QueueOptions = {
  /** `redis://` or `rediss://`; null puts the queue on PostgreSQL. */
  readonly redisUrl: string | null
  readonly postgresUrl: string
  /** Queues of different realms share nothing, on the same server too. */
  readonly realm: string
  readonly log: QueueLog
  /** The longest that connecting, `add` and `ping` may take; 2000 ms. */
  readonly timeoutMs?: number
}

/**
 * The queue of one realm. It only carries work: what it loses, the relay adds again from the database.
 *
 * - A job id is ignored while a job with it waits or runs, and is free again when that job has ended, either way.
 * - A job whose worker died runs again within about 9 s; a job may thus run twice, and overlap itself.
 * - `add`, `addBulk`, `ping` and creating reject with `QueueUnavailableError` within `timeoutMs` where the server is
 *   away. An add that was reported as failed may still arrive.
 * - Workers go on by themselves when the server is back.
 */
export type QueueConnection = {
  readonly kind: 'redis' | 'postgres'
  createQueue<Data>(name: string): Promise<Queue<Data, void>>
  /** The worker starts at once. Throw Errors only: BullMQ loses other values. */
  createWorker<Data>(
    name: string,
    processor: Processor<Data, void>,
    options: { readonly concurrency: number },
  ): Promise<Worker<Data, void>>
  ping(): Promise<void>
  /** Deletes everything of this realm, running jobs too. Queues and workers stay usable. */
  wipe(): Promise<void>
  /** Closes what was created here. Running jobs get `patienceMs` (10 s) to end; repeating it changes nothing. */
  close(patienceMs?: number): Promise<void>
}
