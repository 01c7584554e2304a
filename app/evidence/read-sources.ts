import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { GatheringWindow } from '../../src/evidence/facts/facts-gatherer.js'
import type { SigmaRule } from '../../src/evidence/sigma/sigma-rule.js'
import type { TrailQuery, TrailSource } from '../../src/ports.js'
import { EvidenceSink, type GatheredRecords } from './evidence-sink.js'

export interface ReadingOptions {
  readonly window: GatheringWindow
  readonly query: TrailQuery
  readonly rules: readonly SigmaRule[]
  readonly signal: AbortSignal
  readonly onProgress: (source: string, requests: number, records: number) => void
}

/** Asks all sources side by side; one that fails is said in its own answer, and the others go on. */
export async function readSources(sources: readonly TrailSource[], options: ReadingOptions): Promise<GatheredRecords> {
  const sink = new EvidenceSink(options.window, options.rules)
  const answers = await Promise.all(sources.map((source) => readOne(source, sink, options)))
  return sink.result(answers)
}

function readOne(
  source: TrailSource,
  sink: EvidenceSink,
  { query, signal, onProgress }: ReadingOptions,
): Promise<EvidenceSource> {
  const progress = (requests: number, records: number) => onProgress(source.name, requests, records)
  return source.read(query, sink.take, { signal, onProgress: progress })
}
