/** Runs in a worker thread: see thread-investigator.ts. */
import { parentPort } from 'node:worker_threads'
import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import { investigateEvents } from '../../src/evidence/investigate-events.js'
import { lookupsOf } from './address-answers.js'
import type { ThreadRequest } from './thread-request.js'

const events: CloudTrailEvent[] = []

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'events') {
    events.push(...request.events)
    return
  }
  const { addresses, options, ...asked } = request.asked
  // What is thrown here ends the thread, which is what whoever asked is told of.
  parentPort?.postMessage(investigateEvents(events, { ...asked, options: { ...options, ...lookupsOf(addresses) } }))
})
