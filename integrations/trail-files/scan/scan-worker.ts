/** Runs in a worker thread: see start-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { memoryOf } from './call-rows.js'
import type { ReadBatch } from './gathering-queue.js'
import type { ThreadBatch } from './thread-protocol.js'
import { threadService } from './thread-service.js'

const stopping = new AbortController()
const handOn = (batch: ReadBatch) => {
  const message: ThreadBatch = { kind: 'batch', batch }
  parentPort?.postMessage(message, [...memoryOf(batch.calls)])
}
// Made by startThread out of a ThreadJob: structured clones keep their shape, not their type.
const answer = threadService(workerData, { signal: stopping.signal, isBlocking: true }, handOn)

parentPort?.on('message', (message) => {
  if (message === 'stop') {
    stopping.abort()
    return
  }
  // A rejection here ends the thread, which is what whoever asked is told of.
  answer(message).then((answered) => parentPort?.postMessage(answered))
})
