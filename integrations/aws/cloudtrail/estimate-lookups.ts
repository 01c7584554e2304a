import { AwsError } from '../../../src/domain/aws-error.js'
import type { TrailEstimate } from '../../../src/ports.js'
import type { Lookup, LookupEventsReader } from './lookup-events.js'

/** Waiting longer than this, another source would have answered. */
const longMs = 60_000
const pageRecords = 50
/** A principal with more keys than this is judged by these. */
const maxSampled = 10

/**
 * How long these lookups would take: of each the newest page tells how densely events lie, and the window how many pages
 * that makes, at one request each `gapMs`. Regions go side by side, so the slowest decides. null where AWS does not say.
 */
export async function estimateLookups(
  readers: readonly LookupEventsReader[],
  lookups: readonly Lookup[],
  gapMs: number,
): Promise<TrailEstimate | null> {
  try {
    const perRegion = await Promise.all(readers.map((reader) => requestsIn(reader, lookups)))
    const requests = perRegion.reduce((sum, count) => sum + count, 0)
    const durationMs = Math.max(0, ...perRegion) * gapMs
    return { requests, durationMs, advice: durationMs > longMs ? adviceFor(durationMs) : null }
  } catch (error) {
    if (error instanceof AwsError) return null
    throw error
  }
}

async function requestsIn(reader: LookupEventsReader, lookups: readonly Lookup[]): Promise<number> {
  const sampled = lookups.slice(0, maxSampled)
  let requests = 0
  for (const lookup of sampled) requests += await pagesOf(reader, lookup)
  return sampled.length === 0 ? 0 : Math.ceil((requests * lookups.length) / sampled.length)
}

async function pagesOf(reader: LookupEventsReader, lookup: Lookup): Promise<number> {
  // One page, and another try where the first was throttled.
  let requests = 0
  const pages = reader.pages(lookup, () => ++requests <= 2)
  const page = await pages.next()
  const records = page.done ? [] : page.value.records
  await pages.return(undefined)
  if (records.length < pageRecords) return 1
  const times = records.flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]))
  const spanMs = Math.max(1_000, Math.max(...times) - Math.min(...times))
  const windowMs = Math.max(...times) - Date.parse(lookup.from)
  return Math.max(1, Math.ceil(windowMs / spanMs))
}

function adviceFor(durationMs: number): string {
  const minutes = Math.ceil(durationMs / 60_000)
  return `LookupEvents would take about ${minutes} min; CloudWatch Logs Insights or the log files in S3 answer sooner (evidence.logGroups, evidence.bucket)`
}
