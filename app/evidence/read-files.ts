import { scanTrailFiles } from '../../integrations/trail-files/scan/scan-trail-files.js'
import type { SigmaText } from '../../src/evidence/sigma/load-sigma-rules.js'
import type { GatheredRecords } from './evidence-sink.js'
import { type AskedTimes, evidenceWindow } from './evidence-window.js'
import { sumOf, withRefused } from './with-refused.js'

export interface ReadingFiles {
  readonly options: AskedTimes
  readonly sigmaTexts: readonly SigmaText[]
  readonly tell: (text: string) => void
}

/** All records in these files and folders, each once, read by several threads. */
export async function readFiles(
  paths: readonly string[],
  { options, sigmaTexts, tell }: ReadingFiles,
): Promise<GatheredRecords> {
  const scan = await scanTrailFiles(paths, {
    ...evidenceWindow(options),
    sigmaTexts,
    signal: new AbortController().signal,
    onProgress: (files, records) => tell(`${files} files, ${records} records read`),
  })
  const { facts, report, sigmaMatches, refused } = scan
  const { scope, baseline } = facts
  const unique = scope.ok + scope.failed + baseline.ok + baseline.failed
  return {
    facts,
    sources: [withRefused(report, refused)],
    read: report.events,
    unique,
    refused: sumOf(refused),
    sigma: sigmaMatches,
  }
}
