import type { EvidenceSource } from '../src/domain/evidence.js'
import type { AnswerListener } from '../src/evidence/chain/answer-listener.js'
import type { Clock, TrailQuery, TrailSource } from '../src/ports.js'
import { RawRecords } from './raw-records.js'

/** What one source had to say by the time that nobody waits any longer. */
export interface SourceAnswer {
  readonly source: EvidenceSource
  readonly raw: RawRecords
}

export interface AskOptions {
  readonly clock: Clock
  /** How long the answers are waited for, all together. */
  readonly budgetMs: number
  /** Somebody else does this work now, or nobody wants it any more. */
  readonly stopped: AbortSignal
  readonly listener?: AnswerListener
}

/**
 * Asks every source at once and waits for the budget, whatever they do. What has arrived by then counts, the rest is said to be
 * missing, and the signal tells the source to stop what it has running at AWS. A source that goes on all the same, throws, or
 * hands over more than is taken holds nobody up. The answers are in the order of the sources, whoever was first.
 */
export async function askSources(
  sources: readonly TrailSource[],
  query: TrailQuery,
  { clock, budgetMs, stopped, listener }: AskOptions,
): Promise<SourceAnswer[]> {
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  const over = clock.pause(budgetMs, waiting.signal)
  const why = `not answered in time (${Math.round(budgetMs / 1000)} s)`
  const closing = new AbortController()
  void clock.pause(Math.max(budgetMs * 0.8, budgetMs - CLOSING_MS), waiting.signal).then(() => closing.abort())
  const asking = { over, why, listener, closing: closing.signal }
  const answers = await Promise.all(sources.map((source) => ask(source, query, asking)))
  stop()
  stopped.removeEventListener('abort', stop)
  return answers
}

/** For sources to tell what they checked beside the records, before nobody waits any longer. */
const CLOSING_MS = 1_500

interface Asking {
  readonly closing: AbortSignal
  readonly over: Promise<void>
  readonly why: string
  readonly listener: AnswerListener | undefined
}

async function ask(
  source: TrailSource,
  query: TrailQuery,
  { over, why, listener, closing }: Asking,
): Promise<SourceAnswer> {
  const stopping = new AbortController()
  const raw = new RawRecords()
  if (listener !== undefined) raw.onEvent = (event) => listener.heard(event)
  const state = { requests: 0, isOpen: true }
  const cutOff = over.then(() => unfinished(source, raw, state.requests, why))
  const filled = new Promise<EvidenceSource>((resolve) => {
    raw.onFull = () =>
      resolve(unfinished(source, raw, state.requests, `stopped after ${raw.count} records: there are more`))
  })
  const onProgress = (requests: number) => {
    state.requests = requests
  }
  const reading = Promise.resolve()
    .then(() =>
      source.read(query, (records) => state.isOpen && raw.add(records), {
        signal: stopping.signal,
        closing,
        onProgress,
      }),
    )
    .catch((error: unknown) => unfinished(source, raw, state.requests, messageOf(error)))
  const described = await Promise.race([reading, cutOff, filled])
  state.isOpen = false
  stopping.abort()
  listener?.answered(source, described)
  return { source: described, raw }
}

function unfinished({ name }: TrailSource, raw: RawRecords, requests: number, why: string): EvidenceSource {
  const { from, to } = raw.span
  return {
    name,
    status: raw.count === 0 ? 'failed' : 'truncated',
    detail: why,
    requests,
    events: raw.count,
    coverage: { regions: [], from, to, gaps: [why] },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
