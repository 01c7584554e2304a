import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { AnswerListener } from '../../src/evidence/chain/answer-listener.js'
import type { GatheringWindow } from '../../src/evidence/facts/facts-gatherer.js'
import type { SigmaRule } from '../../src/evidence/sigma/sigma-rule.js'
import type { TrailQuery, TrailSource } from '../../src/ports.js'
import { EvidenceSink, type GatheredRecords } from './evidence-sink.js'

export interface ReadingOptions {
  readonly window: GatheringWindow
  readonly query: TrailQuery
  readonly rules: readonly SigmaRule[]
  /** Told of each record once, and of each answer; null: nobody is. */
  readonly listener: AnswerListener | null
  readonly signal: AbortSignal
  readonly onProgress: (source: string, requests: number, records: number) => void
}

/** Asks all sources side by side; one that fails is said in its own answer, and the others go on. */
export async function readSources(sources: readonly TrailSource[], options: ReadingOptions): Promise<GatheredRecords> {
  const sink = new EvidenceSink(options.window, options.rules, options.listener)
  const answers = await Promise.all(sources.map((source) => readOne(source, sink, options)))
  return sink.result(answers)
}

async function readOne(
  source: TrailSource,
  sink: EvidenceSink,
  { query, signal, onProgress, listener }: ReadingOptions,
): Promise<EvidenceSource> {
  const progress = (requests: number, records: number) => onProgress(source.name, requests, records)
  const answer = await source.read(query, sink.take, { signal, onProgress: progress })
  listener?.answered(source, answer)
  return answer
}
