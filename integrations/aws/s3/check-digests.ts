import { AwsError } from '../../../src/domain/aws-error.js'
import type { DigestCoverage } from '../../../src/domain/digest-coverage.js'
import { coverageOfDigests } from '../../../src/evidence/digests/coverage-of-digests.js'
import type { DigestPublicKey } from '../../../src/evidence/digests/digest-signature.js'
import { type HashedLog, judgeDigests } from '../../../src/evidence/digests/judge-digests.js'
import { digestEnds, digestLagMs } from './digest-ends.js'
import {
  type DigestReadingOptions,
  type ListedDigest,
  maxDigests,
  type ReadDigests,
  readDigests,
} from './read-digests.js'
import {
  accountFolder,
  dayFolders,
  deliveredAtMs,
  digestFolder,
  readDigestName,
  regionOfFolder,
  type TrailLayout,
} from './trail-layout.js'

/** Where CloudTrail's public keys can be had, by the home Region of a trail; null where no more may be asked. */
export interface DigestKeySource {
  between(
    region: string,
    range: { readonly from: string; readonly to: string },
    mayRequest: () => boolean,
  ): Promise<readonly DigestPublicKey[] | null>
  close(): void
}

export interface DigestCheckOptions extends DigestReadingOptions {
  readonly layout: TrailLayout
  readonly accountIds: readonly string[]
  /** Those that were asked for; none: all that have a folder. */
  readonly regions: readonly string[]
  /** The time asked about. */
  readonly fromMs: number
  readonly toMs: number
  /** Until when what happened in it was delivered. */
  readonly untilMs: number
  /** Whether a log file was looked for: by the key of any in the bucket. */
  readonly isOfWindow: (key: string) => boolean
  readonly keys: DigestKeySource | null
}

/** The log files of the window, as they were read. */
export interface LogsRead {
  readonly logs: readonly HashedLog[]
  /** Keys that are there and were not read. */
  readonly unread: ReadonlySet<string>
}

/** Trails of one bucket are at home in few Regions; names of files are whoever's who may write to it. */
const maxHomeRegions = 5
const hourMs = 3_600_000

/**
 * Holds log files that were read against the digest files beside them. Whatever keeps the check from being made is said in the
 * answer: it never throws for a failure of AWS, and evidence does not depend on it.
 */
export async function checkDigests({ logs, unread }: LogsRead, options: DigestCheckOptions): Promise<DigestCoverage> {
  const { fromMs, toMs, isOfWindow } = options
  const found = await listDigests(options)
  const read = await readDigests(found.listed, options)
  const keys = await publicKeysOf(found.listed, options)
  const nowMs = found.nowMs ?? toMs
  const report = judgeDigests(logs, read.digests, {
    publicKeys: keys.known,
    signatures: read.signatures,
    nameOf: (path) => path,
    isExpected: {
      log: (key) => isOfWindow(key) && !unread.has(key),
      digest: (key) => (readDigestName(key)?.endMs ?? fromMs) >= fromMs,
    },
    isUnread: (key) => read.unread.has(key),
  })
  const regions = new Set(
    logs.flatMap(({ path }) => regionOfFolder(path.replace(/\d{4}\/\d\d\/\d\d\/[^/]*$/, '')) ?? []),
  )
  const ends = digestEnds(found.listed, regions, { fromMs, toMs, nowMs, begins: report.begins })
  const breaks = [...read.refused, ...report.breaks, ...ends.breaks]
  const pending = report.notCovered.filter((key) => (deliveredAtMs(key) ?? 0) > nowMs - digestLagMs)
  const unchecked = [found.why, read.why, keys.why].filter((why) => why !== null).join('; ')
  return coverageOfDigests(
    { ...report, breaks },
    {
      pending: new Set(pending),
      begins: ends.begins,
      unchecked: unchecked === '' ? null : unchecked,
      notChecked: keys.why ?? 'their signatures are nowhere to be found',
      none: noneText(found, read),
    },
  )
}

/**
 * How many requests the check will make, beside those to list digest files, which this makes already: those to read them, and at least
 * one for the keys of each Region that a trail is at home in.
 */
export async function countDigestRequests(options: DigestCheckOptions): Promise<number> {
  const { listed } = await listDigests(options)
  const homes = options.keys === null ? 0 : new Set(listed.map(({ homeRegion }) => homeRegion)).size
  return Math.min(listed.length, maxDigests) + (homes > maxHomeRegions ? 0 : homes)
}

function noneText({ listed, why }: FoundDigests, read: ReadDigests): string {
  const unknown = 'whether log files are what CloudTrail delivered is not known'
  if (listed.length > 0) return `None of ${listed.length} digest files could be read, so ${unknown}.`
  if (why !== null || read.why !== null) return `Digest files could not be looked for, so ${unknown}.`
  return `No digest files lie beside the log files of these days: log file validation is off, or they were deleted. So ${unknown}.`
}

interface FoundDigests {
  readonly listed: readonly ListedDigest[]
  /** By AWS's clock; null where it did not tell. */
  readonly nowMs: number | null
  readonly why: string | null
}

/** Of the hours in which files of the window were delivered: a digest has what was delivered in the hour before its end. */
async function listDigests(options: DigestCheckOptions): Promise<FoundDigests> {
  const { bucket, layout, accountIds, fromMs, untilMs } = options
  const listed: ListedDigest[] = []
  let nowMs: number | null = null
  let isSpent = false
  const mayRequest = () => {
    isSpent ||= !options.reading.mayRequestBeside()
    return !isSpent
  }
  try {
    for (const accountId of accountIds) {
      for (const region of await regionsOf(accountId, options, mayRequest)) {
        const logFolder = `${accountFolder(layout, accountId)}${region}/`
        for (const day of dayFolders(fromMs, untilMs + hourMs)) {
          const folder = `${digestFolder(layout, accountId)}${region}/${day}`
          for await (const { keys, at } of bucket.list(folder, null, mayRequest)) {
            nowMs = at === null ? nowMs : Date.parse(at)
            for (const key of keys) {
              const name = readDigestName(key)
              if (name === null || name.region !== region) continue
              if (name.endMs >= fromMs && name.endMs <= untilMs + hourMs)
                listed.push({ ...name, key, accountId, logFolder })
            }
          }
        }
      }
    }
    const why = isSpent ? `digest files were not listed to the end: ${options.reading.whyNoneBeside}` : null
    return { listed, nowMs, why }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { listed, nowMs, why: `digest files could not be listed: ${error.message}` }
  }
}

/** Those of the digests as well: whoever deletes all logs of a Region deletes its folder. */
async function regionsOf(
  accountId: string,
  { bucket, layout, regions }: DigestCheckOptions,
  mayRequest: () => boolean,
): Promise<string[]> {
  if (regions.length > 0) return [...regions]
  const found: string[] = []
  for await (const { folders } of bucket.list(digestFolder(layout, accountId), '/', mayRequest)) {
    found.push(...folders.flatMap((folder) => regionOfFolder(folder) ?? []))
  }
  return found
}

/** Without all of them a key that is not known would be no sign of anything: then none counts. */
async function publicKeysOf(
  listed: readonly ListedDigest[],
  { keys, reading }: DigestCheckOptions,
): Promise<{ readonly known: readonly DigestPublicKey[]; readonly why: string | null }> {
  if (listed.length === 0) return { known: [], why: null }
  if (keys === null) return { known: [], why: "CloudTrail's public keys were not asked for" }
  const homes = [...new Set(listed.map(({ homeRegion }) => homeRegion))]
  if (homes.length > maxHomeRegions)
    return { known: [], why: `digest files name ${homes.length} home Regions of trails` }
  const ends = listed.map(({ endMs }) => endMs)
  const [firstMs, lastMs] = [ends.reduce((a, b) => Math.min(a, b)) - hourMs, ends.reduce((a, b) => Math.max(a, b))]
  const range = { from: new Date(firstMs).toISOString(), to: new Date(lastMs).toISOString() }
  const known: DigestPublicKey[] = []
  try {
    for (const home of homes) {
      const own = await keys.between(home, range, reading.mayRequestBeside)
      if (own === null)
        return { known: [], why: `CloudTrail's public keys were not asked for: ${reading.whyNoneBeside}` }
      known.push(...own)
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { known: [], why: `CloudTrail's public keys could not be had: ${error.message}` }
  }
  return known.length > 0 ? { known, why: null } : { known, why: 'CloudTrail tells no public keys of that time' }
}
