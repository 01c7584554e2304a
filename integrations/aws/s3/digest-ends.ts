import type { ListedDigest } from './read-digests.js'

export interface DigestSpan {
  readonly fromMs: number
  readonly toMs: number
  /** By AWS's clock. */
  readonly nowMs: number
}

const hourMs = 3_600_000
/** A digest is written every hour, and then some minutes pass. */
export const digestLagMs = 2 * hourMs

/**
 * In words: where digests end before the time that was asked about, begin after it does, or where a Region has log files and none.
 * Silent where there are none at all: that is one statement, not many.
 */
export function digestEnds(
  listed: readonly ListedDigest[],
  logRegions: ReadonlySet<string>,
  { fromMs, toMs, nowMs }: DigestSpan,
): string[] {
  if (listed.length === 0) return []
  const regions = new Set(listed.map(({ region }) => region))
  const without = [...logRegions].filter((region) => !regions.has(region)).sort()
  const dueMs = Math.min(toMs, nowMs - digestLagMs)
  return [
    ...without.map((region) => `no digest files for the log files of ${region}`),
    ...chainsOf(listed).flatMap((chain) => {
      const ends = chain.map(({ endMs }) => endMs)
      const [firstMs, lastMs] = [Math.min(...ends), Math.max(...ends)]
      const of = `of trail ${chain[0]?.trail} in ${chain[0]?.region}`
      return [
        ...(firstMs > fromMs + digestLagMs ? [`no digest files ${of} before ${isoOf(firstMs)}`] : []),
        ...(lastMs < dueMs
          ? [
              `no digest files ${of} after ${isoOf(lastMs)}: validation or the trail was switched off, or they were deleted`,
            ]
          : []),
      ]
    }),
  ]
}

/** Late ones come when they come. */
function chainsOf(listed: readonly ListedDigest[]): ListedDigest[][] {
  const chains = new Map<string, ListedDigest[]>()
  for (const one of listed) {
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
