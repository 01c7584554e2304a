import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { SkipCounts } from '../skip-counts.js'
import type { ScanningPlace } from './file-scanner.js'
import { Prefilter } from './prefilter.js'
import { contentOf, eventsOf, readFast } from './read-fast.js'
import { releaseBytes } from './release-bytes.js'
import type { FoundInFile, SearchJob } from './thread-protocol.js'
import { hitOf, matcherOf, type TrailHit } from './trail-hit.js'

/** What one thread does of a search. */
export class FileSearcher {
  readonly #prefilter: Prefilter
  readonly #isWanted: ReturnType<typeof matcherOf>
  readonly #place: ScanningPlace

  constructor({ terms }: SearchJob, place: ScanningPlace) {
    this.#prefilter = new Prefilter(terms)
    this.#isWanted = matcherOf(terms)
    this.#place = place
  }

  async read(path: string): Promise<FoundInFile> {
    const hits: TrailHit[] = []
    const reading = {
      skipped: new SkipCounts(),
      take: (record: Parameters<typeof normaliseRecord>[0]) => {
        const normalised = normaliseRecord(record)
        if (!normalised.ok) return
        const hit = hitOf(normalised.event)
        if (this.#isWanted(hit)) hits.push(hit)
      },
    }
    const content = this.#place.isBlocking && !this.#place.signal.aborted ? contentOf(path) : null
    const isRead = content !== null && this.#prefilter.read(content, eventsOf(reading).record)
    if (content !== null) releaseBytes(content)
    if (isRead) return { problem: null, isJson: true, hits }
    hits.length = 0
    return { ...(await readFast(path, { ...this.#place, ...reading })), hits }
  }
}
