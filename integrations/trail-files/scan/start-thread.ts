import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { ReadBatch } from './gathering-queue.js'
import {
  type ScanThread,
  ScanThreadError,
  type ThreadAnswer,
  type ThreadBatch,
  type ThreadJob,
} from './thread-protocol.js'
import { threadService } from './thread-service.js'

/** `handOn` takes what a scan has read, as it comes. */
export type StartThread = (job: ThreadJob, handOn: (batch: ReadBatch) => void) => ScanThread

/**
 * Young objects of a scan die at once, and the inflated bytes of a log with them, which are many times as large: little room for the
 * former is what keeps the latter few. A short scan has memory to spare, and is faster by a thirtieth with more.
 */
function limitsOf(job: ThreadJob): ResourceLimits {
  const isRoomy = job.kind === 'scan' && job.isShort
  return { maxYoungGenerationSizeMb: isRoomy ? 6 : 2, maxOldGenerationSizeMb: 256 }
}

/** A worker thread where there is compiled code for one, else this thread: where the sources run as they are, or in one bundle. */
export const startThread: StartThread = (job, handOn) => {
  const script = fileURLToPath(new URL('./scan-worker.js', import.meta.url))
  return existsSync(script) ? workerThread(script)(job, handOn) : ownThread(job, handOn)
}

/** A thread that runs the compiled `scan-worker.js`. */
export function workerThread(script: string): StartThread {
  return (job, handOn) => {
    const worker = new Worker(script, { workerData: job, resourceLimits: limitsOf(job) })
    const waiting: { resolve: (answer: ThreadAnswer) => void; reject: (error: Error) => void }[] = []
    let ended: ScanThreadError | null = null
    const end = (error: ScanThreadError) => {
      ended ??= error
      for (const { reject } of waiting.splice(0)) reject(ended)
    }
    worker.on('message', (answer: ThreadAnswer | ThreadBatch) => {
      if (answer.kind === 'batch') {
        handOn(answer.batch)
        return
      }
      waiting.shift()?.resolve(answer)
    })
    worker.on('error', (cause) => end(new ScanThreadError('A thread that reads files has failed.', { cause })))
    worker.on('exit', () => end(new ScanThreadError('A thread that reads files has ended.')))
    return {
      ask: (request) =>
        new Promise((resolve, reject) => {
          if (ended !== null) {
            reject(ended)
            return
          }
          waiting.push({ resolve, reject })
          worker.postMessage(request)
        }),
      stop: () => worker.postMessage('stop'),
      close: async () => {
        await worker.terminate()
      },
    }
  }
}

/** The same in this thread, in small steps: slower, and nothing waits for it longer than for one step. */
export const ownThread: StartThread = (job, handOn) => {
  const stopping = new AbortController()
  const ask = threadService(job, { signal: stopping.signal, isBlocking: false }, handOn)
  return { ask, stop: () => stopping.abort(), close: async () => {} }
}
