import { decodeLogsData } from '../../../integrations/trail-files/decode-logs-data.js'
import { JsonSplitter } from '../../../integrations/trail-files/json-splitter.js'
import { readTextBytes } from '../../../integrations/trail-files/read-text-bytes.js'
import type { SkipCounts } from '../../../integrations/trail-files/skip-counts.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { unwrapRecords } from '../../../src/evidence/record/unwrap-records.js'

export interface TrailFileRead {
  readonly records: number
  /** In words that follow the file's name; null where the whole of it was read. */
  readonly problem: string | null
  readonly isJson: boolean
}

/** Handed over together: enough to make a call cheap, little enough to be nothing in memory. */
const batchSize = 500

/**
 * Hands the records of one file over in batches, whatever its layout (see `JsonSplitter`) and envelope (see
 * `unwrapRecords`), while it is read: memory does not grow with the file. What is no record is counted in `skipped`.
 */
export async function readTrailFile(
  path: string,
  take: (records: readonly TrailRecord[]) => void,
  skipped: SkipCounts,
  signal: AbortSignal,
): Promise<TrailFileRead> {
  const batch = new Batch(take)
  const splitter = new JsonSplitter({
    value: (text) => readValue(text, batch, skipped),
    broken: (reason) => skipped.add(reason),
  })
  const { problem, isJson } = await readTextBytes(path, (chunk) => splitter.push(chunk), signal)
  const isWhole = splitter.end()
  batch.hand()
  return { records: batch.records, problem: problem ?? (isWhole ? null : 'ends in the middle'), isJson }
}

/** False where the text is no JSON. */
function readValue(text: string, batch: Batch, skipped: SkipCounts): boolean {
  let json: Json
  try {
    json = JSON.parse(text)
  } catch {
    return false
  }
  const unwrapped = unwrapRecords(json, decodeLogsData)
  for (const { reason, count } of unwrapped.skipped) skipped.add(reason, count)
  for (const record of unwrapped.records) batch.add(record)
  return true
}

class Batch {
  records = 0
  readonly #take: (records: readonly TrailRecord[]) => void
  #waiting: TrailRecord[] = []

  constructor(take: (records: readonly TrailRecord[]) => void) {
    this.#take = take
  }

  add(record: TrailRecord): void {
    this.records += 1
    if (this.#waiting.push(record) >= batchSize) this.hand()
  }

  hand(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    this.#take(waiting)
  }
}
