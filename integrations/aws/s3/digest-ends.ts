import { beginningText, type ChainBeginning } from '../../../src/evidence/digests/chain-beginnings.js'
import type { ListedDigest } from './read-digests.js'

export interface DigestSpan {
  readonly fromMs: number
  readonly toMs: number
  /** By AWS's clock. */
  readonly nowMs: number
  /** Of those that were read. */
  readonly begins: readonly ChainBeginning[]
}

const hourMs = 3_600_000
/** A digest is written every hour, and then some minutes pass. */
export const digestLagMs = 2 * hourMs

export interface DigestEnds {
  readonly breaks: readonly string[]
  /** Where they begin with the first that there was: no break, and no more than CloudTrail's signature proves. */
  readonly begins: readonly string[]
}

/**
 * In words: where digests end before the time that was asked about, begin after it does, or where a Region has log files and none.
 * Silent where there are none at all: that is one statement, not many. Whoever deletes the first ones of a trail leaves one behind that
 * names another before it; only the first that there ever was names none, and only CloudTrail can sign one.
 */
export function digestEnds(
  listed: readonly ListedDigest[],
  logRegions: ReadonlySet<string>,
  { fromMs, toMs, nowMs, begins }: DigestSpan,
): DigestEnds {
  if (listed.length === 0) return { breaks: [], begins: [] }
  const regions = new Set(listed.map(({ region }) => region))
  const without = [...logRegions].filter((region) => !regions.has(region)).sort()
  const dueMs = Math.min(toMs, nowMs - digestLagMs)
  const read = new Map(begins.map((beginning) => [beginning.path, beginning]))
  const starts: string[] = []
  const breaks = without.map((region) => `no digest files for the log files of ${region}`)
  for (const chain of chainsOf(listed)) {
    const [first] = chain
    const lastMs = chain.at(-1)?.endMs ?? 0
    if (first === undefined) continue
    const of = `of trail ${first.trail} in ${first.region}`
    if (first.endMs > fromMs + digestLagMs) {
      const beginning = read.get(first.key)
      if (beginning?.previous === null && beginning.isProven) starts.push(beginningText(beginning, of))
      else breaks.push(`no digest files ${of} before ${isoOf(first.endMs)}: ${whyMissing(beginning)}`)
    }
    if (lastMs < dueMs)
      breaks.push(
        `no digest files ${of} after ${isoOf(lastMs)}: validation or the trail was switched off, or they were deleted`,
      )
  }
  return { breaks, begins: starts }
}

function whyMissing(beginning: ChainBeginning | undefined): string {
  if (beginning === undefined) return 'whether they began then is not known, for the first of them was not read'
  const { previous } = beginning
  return previous === null
    ? 'the first of them says that there were none, and is not known to be signed by CloudTrail'
    : `they were deleted, for the first of them follows on ${previous}`
}

/** Each oldest first. Late ones come when they come. */
function chainsOf(listed: readonly ListedDigest[]): ListedDigest[][] {
  const chains = new Map<string, ListedDigest[]>()
  for (const one of [...listed].sort((a, b) => a.endMs - b.endMs || (a.key < b.key ? -1 : 1))) {
    if (one.isBackfill) continue
    const key = `${one.accountId} ${one.region} ${one.trail} ${one.homeRegion}`
    const chain = chains.get(key)
    if (chain === undefined) chains.set(key, [one])
    else chain.push(one)
  }
  return [...chains.values()]
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
