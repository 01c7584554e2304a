import type { StartThread } from '../../../../integrations/trail-files/scan/start-thread.js'
import { ownThread } from '../../../../integrations/trail-files/scan/start-thread.js'
import { threadService } from '../../../../integrations/trail-files/scan/thread-service.js'
import {
  hitOf,
  matcherOf,
  noTerms,
  type SearchTerms,
  type TrailHit,
} from '../../../../integrations/trail-files/scan/trail-hit.js'
import { onceEach } from '../../../../integrations/trail-files/scan/trail-index.js'
import { SkipCounts } from '../../../../integrations/trail-files/skip-counts.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { EventIdSet } from '../../../../src/evidence/record/event-id-set.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { FileTrailSource } from '../file-trail-source.js'
import { everything } from '../reading.js'
import { wanted } from './adversarial-corpus.js'

export const window = {
  scope: { fromMs: Date.parse('2026-01-01T00:00:00Z'), toMs: Date.parse('2027-01-01T00:00:00Z') },
  baselineFromMs: Date.parse('2025-06-01T00:00:00Z'),
}
const asked = { ...everything, from: '2025-06-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
const signal = new AbortController().signal

/** As worker threads do it, small files at once and cut by their records' starts, without the threads. */
export const blockingThread: StartThread = (job, handOn) => {
  const service = threadService(job, { signal, isBlocking: true }, handOn)
  return { ask: service, stop: () => {}, close: async () => {} }
}
export const threads: readonly (readonly [string, StartThread])[] = [
  ['as in a thread', blockingThread],
  ['in steps', ownThread],
]

/** What the scan has to come to, by the plain way. */
export async function scanPlainly(paths: readonly string[]) {
  const gatherer = new FactsGatherer(window)
  const ids = new EventIdSet()
  const refused = new SkipCounts()
  let duplicates = 0
  const report = await new FileTrailSource(paths).read(
    asked,
    (records) => {
      for (const record of records) {
        const normalised = normaliseRecord(record)
        if (!normalised.ok) refused.add(normalised.reason)
        else if (ids.add(normalised.event.eventId)) gatherer.add(normalised.event)
        else duplicates += 1
      }
    },
    { signal, onProgress: () => {} },
  )
  return { facts: gatherer.facts(), report, duplicates, refused: refused.entries() }
}

export async function searchPlainly(paths: readonly string[], terms: SearchTerms): Promise<readonly TrailHit[]> {
  const isWanted = matcherOf(terms)
  const hits: TrailHit[] = []
  await new FileTrailSource(paths).read(
    everything,
    (records) => {
      for (const record of records) {
        const normalised = normaliseRecord(record)
        const hit = normalised.ok ? hitOf(normalised.event) : null
        if (hit !== null && isWanted(hit)) hits.push(hit)
      }
    },
    { signal, onProgress: () => {} },
  )
  return onceEach(hits)
}

export const questions: readonly SearchTerms[] = [
  { ...noTerms, arns: [wanted.role] },
  { ...noTerms, accessKeyIds: [wanted.key] },
  { ...noTerms, sourceIps: [wanted.ip] },
  { ...noTerms, principalIds: [wanted.id] },
]
