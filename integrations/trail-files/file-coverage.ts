import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import { timeOfRecord } from '../../src/evidence/record/record-time.js'

type Coverage = NonNullable<EvidenceSource['coverage']>

const hourMs = 3_600_000
/** An account with a trail is never silent for a day: its own services call each other. */
const silenceHours = 24
const maxSilencesTold = 5

/** A coverage as plain data. `hours` since the epoch; the times are infinite where no record has one. */
export interface CoveredParts {
  readonly regions: readonly string[]
  readonly hours: readonly number[]
  readonly firstMs: number
  readonly lastMs: number
}

/** Which time and Regions the records of a source stand for. Grows with hours, not with records. */
export class FileCoverage {
  readonly #regions = new Set<string>()
  readonly #hours = new Set<number>()
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY

  add(record: TrailRecord, atMs: number | null): void {
    if (typeof record.awsRegion === 'string' && record.awsRegion !== '') this.#regions.add(record.awsRegion)
    if (atMs === null) return
    this.#hours.add(Math.floor(atMs / hourMs))
    if (atMs < this.#firstMs) this.#firstMs = atMs
    if (atMs > this.#lastMs) this.#lastMs = atMs
  }

  parts(): CoveredParts {
    return { regions: [...this.#regions], hours: [...this.#hours], firstMs: this.#firstMs, lastMs: this.#lastMs }
  }

  merge({ regions, hours, firstMs, lastMs }: CoveredParts): void {
    for (const region of regions) this.#regions.add(region)
    for (const hour of hours) this.#hours.add(hour)
    this.#firstMs = Math.min(this.#firstMs, firstMs)
    this.#lastMs = Math.max(this.#lastMs, lastMs)
  }

  describe(otherGaps: readonly string[]): Coverage {
    const isEmpty = this.#hours.size === 0
    return {
      regions: [...this.#regions].sort(),
      from: isEmpty ? null : isoOf(this.#firstMs),
      to: isEmpty ? null : isoOf(this.#lastMs),
      gaps: [...otherGaps, ...this.#silences()],
    }
  }

  #silences(): string[] {
    const hours = [...this.#hours].sort((a, b) => a - b)
    const silences = hours.flatMap((hour, index) => {
      const before = hours[index - 1] ?? hour
      return hour - before > silenceHours ? [`no records from ${hourOf(before + 1)} to ${hourOf(hour)}`] : []
    })
    const more = silences.length - maxSilencesTold
    return more > 0 ? [...silences.slice(0, maxSilencesTold), `${more} more times without records`] : silences
  }
}

/** The record's time in milliseconds since the epoch; null where it has none that can be read. */
export function timeMsOf(record: TrailRecord): number | null {
  const time = timeOfRecord(record)
  return time === null ? null : Date.parse(time)
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

function hourOf(hours: number): string {
  return isoOf(hours * hourMs)
}
