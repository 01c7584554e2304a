import type { Queue } from 'bullmq'
import { withQueueTimeout } from './with-queue-timeout.js'

/** Makes `add` and `addBulk` of this queue reject with `QueueUnavailableError` in time; BullMQ would wait for ever. */
export function boundAdds<Data>(queue: Queue<Data, void>, timeoutMs: number, what: string): Queue<Data, void> {
  const add = queue.add.bind(queue)
  const addBulk = queue.addBulk.bind(queue)
  queue.add = (...args) => withQueueTimeout(add(...args), timeoutMs, what)
  queue.addBulk = (...args) => withQueueTimeout(addBulk(...args), timeoutMs, what)
  return queue
}
