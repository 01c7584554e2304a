import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import type { ActivityQuery, TrailEstimate, TrailQuery, TrailSource } from '../../../src/ports.js'
import { isInWindow, type ReadOptions, type TakeRecords, TrailReading } from '../trail-reading.js'
import { estimateLookups } from './estimate-lookups.js'
import type { Lookup, LookupEventsReader } from './lookup-events.js'
import { keyLookupsOf, lookupsOf } from './principal-lookups.js'
import { isIssueOf } from './principal-records.js'

export interface LookupTrailSourceOptions {
  /** One for each Region that is enabled in the account: each Region has a history of its own. */
  readonly readers: readonly LookupEventsReader[]
  /** What the readers' pace allows. AWS: 2 for an account and Region, shared with everybody in the account. */
  readonly requestsPerSecond?: number
  /** Tells a window that reaches back beyond the 90 days of the history. Absent: it is not told. */
  readonly nowMs?: () => number
}

const historyDays = 90

/**
 * CloudTrail's event history of the last 90 days, by LookupEvents: management events alone. Regions are asked side by side,
 * each at its own pace, and the lookups of a Region in turn, page by page.
 *
 * For a principal: what was done to it and who was issued its credentials, then the calls of every key. Records that issued
 * credentials may lie before the window, since without them the calls in it have no owner. Without a principal: the calls
 * of the keys that are named, or everything. Where issues alone are asked for it is the one lookup of who asked, in just the
 * window. Every record is handed over once.
 */
export class LookupTrailSource implements TrailSource {
  readonly name: string
  readonly #readers: readonly LookupEventsReader[]
  readonly #gapMs: number
  readonly #nowMs: (() => number) | undefined

  constructor({ readers, requestsPerSecond = 2, nowMs }: LookupTrailSourceOptions) {
    this.name = `CloudTrail LookupEvents (${readers.map(({ region }) => region).join(', ')})`
    this.#readers = readers
    this.#gapMs = 1000 / requestsPerSecond
    this.#nowMs = nowMs
  }

  /** From a first page of each lookup: it costs as many requests. Keys that are not known yet are not in it. */
  async estimate(query: TrailQuery): Promise<TrailEstimate | null> {
    return estimateLookups(this.#asked(query), firstLookups(query), this.#gapMs)
  }

  async read(query: TrailQuery, take: TakeRecords, options: ReadOptions): Promise<EvidenceSource> {
    const { principal } = query
    const isWanted = (record: Parameters<typeof isInWindow>[0]) => principal !== null || isInWindow(record, query)
    const reading = new TrailReading(query, { ...options, take, isWanted })
    const readers = this.#asked(query)
    const reachesToMs = (this.#nowMs?.() ?? 0) - historyDays * 86_400_000
    if (Date.parse(query.from) < reachesToMs) reading.gap(`the event history reaches back ${historyDays} days`)
    const issues: CloudTrailEvent[] = []
    const hasNoKeys = principal === null || principal.type === 'group' || query.issuesOnly === true
    if (hasNoKeys) await readAll(readers, firstLookups(query), reading, [])
    else {
      // A principal that is named all the time must not use all requests up before its calls were asked for.
      reading.limitRequests(Math.ceil(query.maxRequests / 2))
      await readAll(readers, firstLookups(query), reading, issues, (event) => isIssueOf(event, principal))
      reading.limitRequests(query.maxRequests)
      await readAll(readers, keyLookupsOf({ ...query, principal }, issues), reading, [])
    }
    return reading.describe(
      this.name,
      readers.map(({ region }) => region),
    )
  }

  #asked({ regions }: TrailQuery): readonly LookupEventsReader[] {
    return regions.length === 0 ? this.#readers : this.#readers.filter(({ region }) => regions.includes(region))
  }
}

function firstLookups(query: TrailQuery): Lookup[] {
  const { principal, accessKeyIds, from, to } = query
  if (principal !== null) return lookupsOf(withPrincipal(query, principal))
  if (accessKeyIds.length === 0) return [{ attribute: null, value: '', from, to }]
  return accessKeyIds.map((value) => ({ attribute: 'AccessKeyId', value, from, to }))
}

function withPrincipal(query: TrailQuery, principal: ActivityQuery['principal']): ActivityQuery {
  return { ...query, principal }
}

/** One Region's failure is a gap, and the others go on. */
async function readAll(
  readers: readonly LookupEventsReader[],
  lookups: readonly Lookup[],
  reading: TrailReading,
  kept: CloudTrailEvent[],
  isKept: (event: CloudTrailEvent) => boolean = () => false,
): Promise<void> {
  const results = await Promise.allSettled(readers.map((reader) => readRegion(reader, lookups, reading, kept, isKept)))
  results.forEach((result, index) => {
    if (result.status === 'rejected') reading.fail(readers[index]?.region ?? '?', result.reason)
  })
}

/** Page by page in turn, so that one busy key does not use the budget up before the others were asked at all. */
async function readRegion(
  reader: LookupEventsReader,
  lookups: readonly Lookup[],
  reading: TrailReading,
  kept: CloudTrailEvent[],
  isKept: (event: CloudTrailEvent) => boolean,
): Promise<void> {
  let open = lookups.map((lookup) => reader.pages(lookup, reading.mayRequest))
  while (open.length > 0) {
    const unfinished: typeof open = []
    for (const pages of open) {
      const page = await pages.next()
      if (page.done) continue
      for (const record of reading.addTexts(page.value.records)) keep(record, kept, isKept)
      reading.progress()
      unfinished.push(pages)
    }
    open = unfinished
  }
}

function keep(
  record: Parameters<typeof normaliseRecord>[0],
  kept: CloudTrailEvent[],
  isKept: (event: CloudTrailEvent) => boolean,
): void {
  const normalised = normaliseRecord(record)
  if (normalised.ok && isKept(normalised.event)) kept.push(normalised.event)
}
