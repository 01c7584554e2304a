import type { Evidence } from '../../../../src/domain/evidence.js'
import { count } from '../../../../src/report/words.js'
import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { firstFew } from './lists.js'

/** `34 calls, 12 failed, 09:40:00Z to 09:59:00Z, from 198.51.100.77`; with the day where it is not that of `since`. */
export function activityWords(
  { calls, errors, firstSeenAt, lastSeenAt, sourceIps }: Evidence,
  since: string | null,
): Mrkdwn {
  if (calls === 0) return mrkdwn`no call of the principal was found`
  const from = firstFew(
    sourceIps.map(({ ip }) => code(ip, 60)),
    3,
    'no known address',
  )
  const span =
    firstSeenAt === null || lastSeenAt === null
      ? mrkdwn``
      : mrkdwn`, ${utcTime(firstSeenAt, since)} to ${utcTime(lastSeenAt, firstSeenAt)}`
  return mrkdwn`${count(calls, 'call')}, ${errors} failed${span}, from ${from}`
}

/** The calls made most, with how many of each failed. */
export function topCallWords({ topCalls }: Evidence, most: number): Mrkdwn {
  const calls = topCalls.map(({ eventName, calls: made, errors }) => {
    const failed = errors > 0 ? ` (${errors} failed)` : ''
    return mrkdwn`${code(eventName, 60)} ${made}${failed}`
  })
  return firstFew(calls, most)
}
