import { existsSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import {
  type InvestigatedEvents,
  type Investigating,
  investigateEvents,
} from '../../src/evidence/investigate-events.js'
import { InvestigationError, type Investigator } from '../../workers/investigator.js'
import { addressAnswers } from './address-answers.js'
import type { ThreadRequest } from './thread-request.js'

export interface ThreadOptions {
  /** The compiled thread; null: there is none, where the sources run as they are. */
  readonly script?: string | null
  /** With fewer calls an answer takes less than starting a thread does. */
  readonly leastEvents?: number
}

const ownScript = fileURLToPath(new URL('./investigation-thread.js', import.meta.url))
/** What an answer about the most calls that are collected takes, several times over. */
const resourceLimits = { maxOldGenerationSizeMb: 768 }
const atATime = 250

/**
 * Answers in a thread of its own, since records that an attacker wrote decide how long it takes: seconds, at the worst, in
 * which whatever else this process serves must go on. Throws InvestigationError where the thread died, or took longer than
 * `limitMs` and was ended.
 */
export function threadInvestigator(options: ThreadOptions = {}): Investigator {
  const { script = existsSync(ownScript) ? ownScript : null, leastEvents = 200 } = options
  return async (events, asked, limitMs) =>
    script === null || events.length < leastEvents
      ? investigateEvents(events, asked)
      : await inThread(script, { events, asked, limitMs })
}

interface Question {
  readonly events: readonly CloudTrailEvent[]
  readonly asked: Investigating
  readonly limitMs: number
}

async function inThread(script: string, { events, asked, limitMs }: Question): Promise<InvestigatedEvents> {
  const { options, ...rest } = asked
  const { geo = null, flagged = null, ...plain } = options
  const addresses = await addressAnswers(events, { geo, flagged })
  const worker = new Worker(script, { resourceLimits })
  const post = (request: ThreadRequest) => worker.postMessage(request)
  const answer = answerOf(worker, limitMs)
  try {
    for (let at = 0; at < events.length; at += atATime) {
      post({ kind: 'events', events: events.slice(at, at + atATime) })
      await turn()
    }
    post({ kind: 'investigate', asked: { ...rest, options: plain, addresses } })
    return await answer
  } finally {
    await worker.terminate()
  }
}

function answerOf(worker: Worker, limitMs: number): Promise<InvestigatedEvents> {
  const answer = new Promise<InvestigatedEvents>((resolve, reject) => {
    const late = setTimeout(() => reject(new InvestigationError(`It took longer than ${limitMs / 1000} s.`)), limitMs)
    worker.once('message', resolve)
    worker.once('error', (cause) => reject(new InvestigationError('Its thread has failed.', { cause })))
    worker.once('exit', () => {
      clearTimeout(late)
      reject(new InvestigationError('Its thread has ended.'))
    })
  })
  // Awaited later, and it may fail before: a rejection that nobody awaits yet must not end the process.
  answer.catch(() => {})
  return answer
}
