/** Runs in a worker thread: see start-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { threadService } from './thread-service.js'

const stopping = new AbortController()
// Made by startThread out of a ThreadJob: structured clones keep their shape, not their type.
const answer = threadService(workerData, { signal: stopping.signal, isBlocking: true })

parentPort?.on('message', (message) => {
  if (message === 'stop') {
    stopping.abort()
    return
  }
  // A rejection here ends the thread, which is what whoever asked is told of.
  answer(message).then((answered) => parentPort?.postMessage(answered))
})
