import type { Queue } from 'bullmq'
import { withQueueTimeout } from './with-queue-timeout.js'

/**
 * Makes `add` and `addBulk` of this queue reject with `QueueUnavailableError` in time; BullMQ would wait for ever. `before`
 * may reject to keep jobs from a server that must not have them.
 */
export function boundAdds<Data>(
  queue: Queue<Data, void>,
  timeoutMs: number,
  what: string,
  before: () => Promise<void> = async () => undefined,
): Queue<Data, void> {
  const add = queue.add.bind(queue)
  const addBulk = queue.addBulk.bind(queue)
  queue.add = (...args) =>
    withQueueTimeout(
      before().then(() => add(...args)),
      timeoutMs,
      what,
    )
  queue.addBulk = (...args) =>
    withQueueTimeout(
      before().then(() => addBulk(...args)),
      timeoutMs,
      what,
    )
  return queue
}
