import { breathe } from './breathe.js'
import { FileScanner, type ScanningPlace } from './file-scanner.js'
import { FileSearcher } from './file-searcher.js'
import type { ReadBatch } from './gathering-queue.js'
import type { ThreadAnswer, ThreadJob, ThreadRequest } from './thread-protocol.js'

export type ThreadService = (request: ThreadRequest) => Promise<ThreadAnswer>

/** What a thread does with what it is asked, in a thread of its own or not: one thing after the other, in the order of asking. */
export function threadService(job: ThreadJob, place: ScanningPlace, handOn: (batch: ReadBatch) => void): ThreadService {
  const service = serviceOf(job, place, handOn)
  let before = Promise.resolve()
  return (request) => {
    const answer = before.then(() => service(request))
    // Memory that a file took is given back between two turns of the event loop.
    before = answer.then(breathe, breathe)
    return answer
  }
}

function serviceOf(job: ThreadJob, place: ScanningPlace, handOn: (batch: ReadBatch) => void): ThreadService {
  if (job.kind === 'search') {
    const searcher = new FileSearcher(job, place)
    return async (request) => {
      if (request.kind !== 'read') throw new Error(`A search was asked for ${request.kind}.`)
      return { kind: 'searched', found: await searcher.read(request.path) }
    }
  }
  const scanner = new FileScanner(job, place, handOn)
  return async (request) => {
    switch (request.kind) {
      case 'read':
        return { kind: 'scanned', outcome: await scanner.read(request.path) }
      case 'finish':
        return { kind: 'finished', rest: scanner.finish() }
    }
  }
}
