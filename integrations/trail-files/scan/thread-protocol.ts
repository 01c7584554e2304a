import type { Placeholders } from '../../../src/evidence/sigma/expand-placeholders.js'
import type { SigmaText } from '../../../src/evidence/sigma/load-sigma-rules.js'
import type { MatchCounts } from '../../../src/evidence/sigma/sigma-tally.js'
import type { Asked, FileOutcome } from '../file-reading.js'
import type { ReadBatch } from './gathering-queue.js'
import type { SharedIds } from './shared-id-set.js'
import type { SearchTerms, TrailHit } from './trail-hit.js'

/** What a thread is started with. Plain data; rules go as texts, since loaded ones hold functions. */
export type ThreadJob = ScanJob | SearchJob

export interface ScanJob {
  readonly kind: 'scan'
  readonly window: ScanWindow
  readonly asked: Asked
  readonly sigma: { readonly texts: readonly SigmaText[]; readonly placeholders: Placeholders }
  readonly ids: SharedIds
  /** There is so little to read that memory may go into speed. */
  readonly isShort: boolean
  /** Where rows of the side index go; null: none is written. */
  readonly index: { readonly folder: string; readonly name: string } | null
}

export interface ScanWindow {
  /** What is asked about; both ends belong to it. Milliseconds since the epoch. */
  readonly scope: { readonly fromMs: number; readonly toMs: number }
  readonly baselineFromMs: number
}

export interface SearchJob {
  readonly kind: 'search'
  readonly terms: SearchTerms
}

export type ThreadRequest = { readonly kind: 'read'; readonly path: string } | { readonly kind: 'finish' }

export type ThreadAnswer =
  /** What was read comes before it: see `ThreadBatch`. */
  | { readonly kind: 'scanned'; readonly outcome: FileOutcome }
  | { readonly kind: 'searched'; readonly found: FoundInFile }
  | { readonly kind: 'finished'; readonly rest: ScanRest }

/** Of its own accord, while it reads. */
export interface ThreadBatch {
  readonly kind: 'batch'
  readonly batch: ReadBatch
}

export interface FoundInFile {
  readonly problem: string | null
  readonly isJson: boolean
  readonly hits: readonly TrailHit[]
}

export interface ScanRest {
  /** Records that came a second time. */
  readonly duplicates: number
  /** Records that are no events, by reason. */
  readonly refused: readonly (readonly [reason: string, count: number])[]
  readonly matches: MatchCounts
  readonly segments: readonly string[]
}

/** One thread, or what stands in for it. It does one thing after the other, in the order in which it was asked. */
export interface ScanThread {
  /** Rejects with `ScanThreadError` where the thread has died. */
  ask(request: ThreadRequest): Promise<ThreadAnswer>
  /** Reading ends at the next place where it can. */
  stop(): void
  close(): Promise<void>
}

/** A thread ended before it answered: out of memory, most likely. Asking again is safe. */
export class ScanThreadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ScanThreadError'
  }
}
