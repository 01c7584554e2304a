import { MessageChannel } from 'node:worker_threads'

const { port1: nowhere, port2 } = new MessageChannel()
/** Until the port is closed, which takes some turns of the event loop, what is sent to it would be kept. */
let isClosed = false
nowhere.once('close', () => {
  isClosed = true
})
port2.close()
nowhere.unref()

/** What is smaller may share its memory with others: see `Buffer.poolSize`. */
const leastBytes = 64 * 1024

/**
 * Gives the memory of bytes that nobody reads any more back at once; they are empty afterwards. A log inflates to megabytes,
 * and whoever collects garbage sees one small object in them: it would let a dozen of them gather, and then look through all
 * other objects for more. What is transferred to a port that nobody listens to is freed. Before that port is closed, nothing happens: then they are garbage like any other.
 */
export function releaseBytes({ buffer }: Buffer<ArrayBuffer>): void {
  if (isClosed && buffer.byteLength >= leastBytes) nowhere.postMessage(null, [buffer])
}
