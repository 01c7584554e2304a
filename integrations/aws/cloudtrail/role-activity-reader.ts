import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { CloudTrailPort, RoleActivity, RoleActivityQuery } from '../../../src/ports.js'
import type { Lookup, LookupEventsReader } from './lookup-events.js'
import { parseCloudTrailRecord } from './parse-cloudtrail-record.js'
import { concernsRole, isIssueOf } from './role-records.js'

/** A role session lives for twelve hours at most, so credentials used in the window were issued at most so long before. */
const longestSessionMs = 12 * 3_600_000

/** What has been read so far, by all Regions together. */
interface Reading {
  readonly events: Map<string, CloudTrailEvent>
  requests: number
  /** Half of the budget until the keys are known: a role that is assumed all the time must not leave its calls unread. */
  limit: number
  skipped: number
  truncated: boolean
  readonly failures: string[]
  readonly mayRequest: () => boolean
  readonly report: () => void
}

/**
 * The activity of one role from LookupEvents. A session is listed under its own name and not under its role's, so its
 * calls are found by access key: first what was done to the role (by its name) and who was issued its credentials (by its
 * ARN), then the calls of every key, those asked for first and then those issued, newest first. All that comes back is
 * checked against the role, for key ids alone are not unique. Regions are asked side by side, each at its own pace.
 */
export class RoleActivityReader implements CloudTrailPort {
  readonly #regions: readonly LookupEventsReader[]

  constructor(regions: readonly LookupEventsReader[]) {
    this.#regions = regions
  }

  async roleActivity(
    query: RoleActivityQuery,
    onProgress: (requests: number, events: number) => void = () => {},
  ): Promise<RoleActivity> {
    const reading = startReading(query.maxRequests, onProgress)
    await this.#everywhere(reading, (region) => this.#read(region, resourceLookups(query), query, reading))
    reading.limit = query.maxRequests
    const keys = keysToFollow(query, [...reading.events.values()])
    await this.#everywhere(reading, (region) => this.#read(region, keyLookups(keys, query), query, reading))
    const events = [...reading.events.values()].sort(oldestFirst)
    return { events, source: this.#describe(reading, events.length) }
  }

  /** One Region's failure is said in the source, and the others go on. */
  async #everywhere(reading: Reading, read: (region: LookupEventsReader) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(this.#regions.map(read))
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') return
      const why = result.reason instanceof Error ? result.reason.message : String(result.reason)
      const failure = `${this.#regions[index]?.region ?? '?'}: ${why}`
      if (!reading.failures.includes(failure)) reading.failures.push(failure)
    })
  }

  /** Page by page in turn, so that one busy key does not use the budget up before the others were asked at all. */
  async #read(
    region: LookupEventsReader,
    lookups: Lookup[],
    query: RoleActivityQuery,
    reading: Reading,
  ): Promise<void> {
    let open = lookups.map((lookup) => region.pages(lookup, reading.mayRequest))
    while (open.length > 0) {
      const unfinished: typeof open = []
      for (const pages of open) {
        const page = await pages.next()
        if (page.done) continue
        if (!page.value.whole) reading.truncated = true
        for (const { json, eventId } of page.value.records) collect(json, eventId, query, reading)
        reading.report()
        unfinished.push(pages)
      }
      open = unfinished
    }
  }

  #describe({ requests, skipped, truncated, failures }: Reading, events: number): EvidenceSource {
    const name = `CloudTrail LookupEvents (${this.#regions.map(({ region }) => region).join(', ')})`
    const status = failures.length > 0 ? 'failed' : truncated ? 'truncated' : events === 0 ? 'empty' : 'ok'
    const details = [
      ...failures,
      ...(truncated ? [`stopped after ${requests} requests; the newest events are here`] : []),
      ...(skipped > 0 ? [`${skipped} records could not be read`] : []),
    ]
    return { name, status, requests, events, ...(details.length > 0 ? { detail: details.join('; ') } : {}) }
  }
}

function startReading(maxRequests: number, onProgress: (requests: number, events: number) => void): Reading {
  const reading: Reading = {
    events: new Map(),
    requests: 0,
    limit: Math.ceil(maxRequests / 2),
    skipped: 0,
    truncated: false,
    failures: [],
    mayRequest: () => {
      if (reading.requests >= reading.limit) return false
      reading.requests += 1
      return true
    },
    report: () => onProgress(reading.requests, reading.events.size),
  }
  return reading
}

function collect(json: string, eventId: string | undefined, query: RoleActivityQuery, reading: Reading): void {
  const parsed = parseCloudTrailRecord(json, eventId)
  if (!parsed.ok) reading.skipped += 1
  else if (concernsRole(parsed.event, query)) reading.events.set(parsed.event.eventId, parsed.event)
}

function resourceLookups({ roleArn, roleName, from, to }: RoleActivityQuery): Lookup[] {
  const issuedFrom = new Date(Date.parse(from) - longestSessionMs).toISOString()
  return [
    { attribute: 'ResourceName', value: roleName, from, to },
    { attribute: 'ResourceName', value: roleArn, from: issuedFrom, to },
  ]
}

function keyLookups(keys: readonly string[], { from, to }: RoleActivityQuery): Lookup[] {
  return keys.map((value) => ({ attribute: 'AccessKeyId', value, from, to }))
}

/** Keys that were asked for, then issued ones, newest first; not those that ended before the window. */
function keysToFollow(query: RoleActivityQuery, events: CloudTrailEvent[]): string[] {
  const issued = events
    .filter((event) => isIssueOf(event, query))
    .sort((a, b) => oldestFirst(b, a))
    .flatMap(({ issued }) => (issued && !endedBefore(issued.expiresAt, query.from) ? [issued.accessKeyId] : []))
  return [...new Set([...query.accessKeyIds, ...issued])]
}

function endedBefore(expiresAt: string | undefined, from: string): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) < Date.parse(from)
}

function oldestFirst(a: CloudTrailEvent, b: CloudTrailEvent): number {
  return Date.parse(a.eventTime) - Date.parse(b.eventTime) || (a.eventId < b.eventId ? -1 : 1)
}
