import { makingCalls } from '../src/containment/making-calls.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { PrincipalIdentity } from '../src/domain/principal-activity.js'
import type { AwsAccount } from '../src/ports.js'

/** CloudTrail shows a call within 15 minutes: what an earlier look read in full is complete up to so long before it. */
const LATEST_ARRIVAL_MS = 15 * 60_000
/** 30 seconds at two requests a second, 3,000 records: only for looks that could not read all with their usual budget. */
const TIMES_THE_BUDGET = 5

export interface NoiseTools {
  readonly aws: Pick<AwsAccount, 'cloudTrail'>
  readonly rules: { readonly maxCheckRequests: number }
}

export interface Behind {
  readonly identities: readonly PrincipalIdentity[]
  readonly accessKeyIds: readonly string[]
  /** Since when the principal's own calls count, and since when what was made to come back by does. */
  readonly callsFrom: string
  readonly makingsFrom: string
  readonly to: string
  /** When the trail was last read in full; null for never. */
  readonly readUpTo: string | null
}

/**
 * What a look has to know although the principal makes more calls than one look can read, newest first: what was made to come
 * back by, asked for by the names of such calls, and the principal's own calls since the block alone. A cursor from look to
 * look was rejected: it would come to what was made first at last, and whoever calls faster than two requests a second read
 * outruns it; a call's name cannot be hidden behind calls of other names. Only where a look did cover its window do later ones
 * go on from there. What is not read then either is said.
 */
export async function readBehindNoise(
  { aws, rules }: NoiseTools,
  { identities, accessKeyIds, callsFrom, makingsFrom, to, readUpTo }: Behind,
): Promise<{ readonly events: readonly CloudTrailEvent[]; readonly isCut: boolean; readonly isWhole: boolean }> {
  const budget = rules.maxCheckRequests * TIMES_THE_BUDGET
  const maxRequests = Math.max(1, Math.floor(budget / identities.length))
  const open = readUpTo === null ? null : Date.parse(readUpTo) - LATEST_ARRIVAL_MS
  const unread = (from: string) => (open === null || open < Date.parse(from) ? from : new Date(open).toISOString())
  // One after the other: they share the pace, and what was made must not wait its turn between the pages of noise.
  const made = await aws.cloudTrail.callsNamed({
    eventNames: makingCalls,
    from: unread(makingsFrom),
    to,
    maxRequestsPerRegion: budget,
  })
  const own = await Promise.all(
    identities.map((principal) =>
      aws.cloudTrail.activityOf({
        principal,
        from: unread(callsFrom),
        to,
        accessKeyIds,
        maxRequests,
        everyIssue: true,
      }),
    ),
  )
  const all = [made, ...own]
  return {
    events: all.flatMap(({ events }) => events),
    isCut: all.some(({ isCut }) => isCut),
    isWhole: all.every(({ source: { status } }) => status === 'ok' || status === 'empty'),
  }
}
