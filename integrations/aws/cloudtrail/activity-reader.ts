import { AwsError } from '../../../src/domain/aws-error.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import { parseProfileArn } from '../../../src/domain/roles-anywhere.js'
import type { ActivityQuery, CloudTrailPort, NamedCallsQuery, PrincipalActivity } from '../../../src/ports.js'
import type { Lookup, LookupEventsReader } from './lookup-events.js'
import { parseCloudTrailRecord } from './parse-cloudtrail-record.js'
import { keyLookupsOf, lookupsOf } from './principal-lookups.js'
import { concerns, isIssueOf } from './principal-records.js'

/** What has been read so far, by all Regions together. */
interface Reading {
  readonly regions: readonly LookupEventsReader[]
  readonly events: Map<string, CloudTrailEvent>
  requests: number
  /** Half of the budget until the keys are known: a principal that is named all the time must not leave its calls unread. */
  limit: number
  skipped: number
  truncated: boolean
  throttled: boolean
  readonly failures: string[]
  readonly mayRequest: () => boolean
  readonly report: () => void
}

type TakeRecord = (json: string, eventId: string | undefined) => void

/**
 * The activity of one role, session, user or group from LookupEvents: first what was done to it and who was issued its
 * credentials, then the calls of every key. All that comes back is checked against the principal, for neither names nor
 * key ids are unique. Regions are asked side by side, each at its own pace. A group does nothing itself: its members do.
 */
export class ActivityReader implements CloudTrailPort {
  readonly #regions: readonly LookupEventsReader[]
  readonly #elsewhere: (region: string) => LookupEventsReader | null

  /** `elsewhere` reads a Region that is not among those: a Roles Anywhere profile is on record where it lives. */
  constructor(
    regions: readonly LookupEventsReader[],
    elsewhere: (region: string) => LookupEventsReader | null = () => null,
  ) {
    this.#regions = regions
    this.#elsewhere = elsewhere
  }

  async activityOf(
    query: ActivityQuery,
    onProgress: (requests: number, events: number) => void = () => {},
  ): Promise<PrincipalActivity> {
    const reading = startReading(this.#regionsOf(query), query.maxRequests, onProgress)
    const take = (json: string, eventId: string | undefined) =>
      collect(json, eventId, (event) => isWanted(event, query), reading)
    const hasNoKeys = query.principal.type === 'group' || query.issuesOnly === true
    if (hasNoKeys) reading.limit = query.maxRequests
    await this.#everywhere(reading, (region) => this.#read(region, lookupsOf(query), take, reading))
    reading.limit = query.maxRequests
    const byKey = hasNoKeys ? [] : keyLookupsOf(query, [...reading.events.values()])
    await this.#everywhere(reading, (region) => this.#read(region, byKey, take, reading))
    return this.#answer(reading)
  }

  /** In each Region the newest page of every name comes first: a name that is called all the time does not hide the others. */
  async callsNamed({ eventNames, from, to, maxRequestsPerRegion }: NamedCallsQuery): Promise<PrincipalActivity> {
    const maxRequests = maxRequestsPerRegion * this.#regions.length
    const reading = startReading(this.#regions, maxRequests, () => {})
    reading.limit = maxRequests
    const lookups = eventNames.map((value) => ({ attribute: 'EventName', value, from, to }) as const)
    const names = new Set(eventNames)
    const take = (json: string, eventId: string | undefined) =>
      collect(json, eventId, ({ eventName }) => names.has(eventName), reading)
    await this.#everywhere(reading, (region) => this.#read(region, lookups, take, reading))
    return this.#answer(reading)
  }

  #answer(reading: Reading): PrincipalActivity {
    const events = [...reading.events.values()].sort(oldestFirst)
    const isCut = reading.truncated || reading.throttled
    return { events, source: this.#describe(reading, events.length), isCut }
  }

  #regionsOf({ principal }: ActivityQuery): readonly LookupEventsReader[] {
    const region = principal.type === 'rolesAnywhereProfile' ? parseProfileArn(principal.arn)?.region : undefined
    if (region === undefined || this.#regions.some((one) => one.region === region)) return this.#regions
    const other = this.#elsewhere(region)
    return other === null ? this.#regions : [...this.#regions, other]
  }

  /** One Region's failure is said in the source, and the others go on. */
  async #everywhere(reading: Reading, read: (region: LookupEventsReader) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(reading.regions.map(read))
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') return
      if (result.reason instanceof AwsError && result.reason.kind === 'throttled') reading.throttled = true
      const why = result.reason instanceof Error ? result.reason.message : String(result.reason)
      const failure = `${reading.regions[index]?.region ?? '?'}: ${why}`
      if (!reading.failures.includes(failure)) reading.failures.push(failure)
    })
  }

  /** Page by page in turn, so that one busy key does not use the budget up before the others were asked at all. */
  async #read(region: LookupEventsReader, lookups: Lookup[], take: TakeRecord, reading: Reading): Promise<void> {
    let open = lookups.map((lookup) => region.pages(lookup, reading.mayRequest))
    while (open.length > 0) {
      const unfinished: typeof open = []
      for (const pages of open) {
        const page = await pages.next()
        if (page.done) continue
        if (!page.value.whole) reading.truncated = true
        for (const { json, eventId } of page.value.records) take(json, eventId)
        reading.report()
        unfinished.push(pages)
      }
      open = unfinished
    }
  }

  #describe({ regions, requests, skipped, truncated, failures }: Reading, events: number): EvidenceSource {
    const name = `CloudTrail LookupEvents (${regions.map(({ region }) => region).join(', ')})`
    const status = failures.length > 0 ? 'failed' : truncated ? 'truncated' : events === 0 ? 'empty' : 'ok'
    const details = [
      ...failures,
      ...(truncated ? [`stopped after ${requests} requests; the newest events are here`] : []),
      ...(skipped > 0 ? [`${skipped} records could not be read`] : []),
    ]
    return { name, status, requests, events, ...(details.length > 0 ? { detail: details.join('; ') } : {}) }
  }
}

/** Another session's calls are not asked for with that: only that somebody got one. */
function isWanted(event: CloudTrailEvent, { principal, everyIssue }: ActivityQuery): boolean {
  return concerns(event, principal) || (everyIssue === true && isIssueOf(event, { ...principal, sessionName: null }))
}

function startReading(
  regions: readonly LookupEventsReader[],
  maxRequests: number,
  onProgress: (requests: number, events: number) => void,
): Reading {
  const reading: Reading = {
    regions,
    events: new Map(),
    requests: 0,
    limit: Math.ceil(maxRequests / 2),
    skipped: 0,
    truncated: false,
    throttled: false,
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

function collect(
  json: string,
  eventId: string | undefined,
  isWanted: (event: CloudTrailEvent) => boolean,
  reading: Reading,
): void {
  const parsed = parseCloudTrailRecord(json, eventId)
  if (!parsed.ok) reading.skipped += 1
  else if (isWanted(parsed.event)) reading.events.set(parsed.event.eventId, parsed.event)
}

function oldestFirst(a: CloudTrailEvent, b: CloudTrailEvent): number {
  return Date.parse(a.eventTime) - Date.parse(b.eventTime) || (a.eventId < b.eventId ? -1 : 1)
}
