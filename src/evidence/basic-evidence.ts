import { digestOf } from '../domain/canonical-json.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Evidence, EvidenceSource } from '../domain/evidence.js'
import { isActivityOf, type PrincipalIdentity } from '../domain/principal-activity.js'
import { obtainedCredentials } from './obtained-credentials.js'
import { summariseSessions } from './session-summary.js'
import { errorsIn, groupBy, inOrder, mostFirst, spanOf, unique } from './tally.js'

export interface ActivityInput {
  readonly principal: PrincipalIdentity
  /** Calls of the principal and calls that issued its credentials, in any order, repetitions allowed. */
  readonly events: readonly CloudTrailEvent[]
  readonly sources: readonly EvidenceSource[]
  readonly window: { readonly from: string; readonly to: string }
  readonly collectedAt: string
}

/** How many calls and user agents are listed; the counts above them are of all. */
const listed = 10

/**
 * What a role or user did in the window. Only its own calls count: records of others that assumed or changed it serve to
 * tell when its credentials end. Credentials that it was given are listed whenever that was. The same records give the same evidence, whatever their order and repetitions. The
 * digest is over all records that were handed in, once each, in event order.
 */
export function summariseActivity({ principal, events, sources, window, collectedAt }: ActivityInput): Evidence {
  const all = inOrder(events)
  const calls = all.filter((event) => isActivityOf(event, principal) && isWithin(event, window))
  const span = spanOf(calls)
  return {
    kind: 'basic',
    window,
    collectedAt,
    sources: [...sources],
    firstSeenAt: span?.firstSeenAt ?? null,
    lastSeenAt: span?.lastSeenAt ?? null,
    calls: calls.length,
    errors: errorsIn(calls),
    sourceIps: sourceIps(calls),
    topCalls: topCalls(calls),
    userAgents: userAgents(calls),
    sessions: summariseSessions({ principal, calls, all, collectedAt }),
    obtained: obtainedCredentials(all, principal),
    rawDigest: digestOf(all),
  }
}

function isWithin({ eventTime }: CloudTrailEvent, { from, to }: { from: string; to: string }): boolean {
  const at = Date.parse(eventTime)
  return at >= Date.parse(from) && at <= Date.parse(to)
}

function sourceIps(calls: CloudTrailEvent[]): Evidence['sourceIps'] {
  const byIp = groupBy(calls, ({ sourceIp }) => sourceIp)
  const rows = byIp.flatMap(([ip, group]) => {
    const span = spanOf(group)
    return span === null ? [] : [{ ip, calls: group.length, errors: errorsIn(group), ...span }]
  })
  return mostFirst(rows, ({ ip }) => ip)
}

function topCalls(calls: CloudTrailEvent[]): Evidence['topCalls'] {
  const byCall = groupBy(calls, ({ eventSource, eventName }) => `${eventSource} ${eventName}`)
  const rows = byCall.flatMap(([, group]) => {
    const [first] = group
    if (first === undefined) return []
    const errorCodes = unique(group.map(({ errorCode }) => errorCode))
    const { eventSource, eventName } = first
    return [{ eventSource, eventName, calls: group.length, errors: errorsIn(group), errorCodes }]
  })
  return mostFirst(rows, ({ eventSource, eventName }) => `${eventSource} ${eventName}`).slice(0, listed)
}

function userAgents(calls: CloudTrailEvent[]): Evidence['userAgents'] {
  const byAgent = groupBy(calls, ({ userAgent }) => userAgent)
  const rows = byAgent.map(([userAgent, group]) => ({ userAgent, calls: group.length }))
  return mostFirst(rows, ({ userAgent }) => userAgent).slice(0, listed)
}
