import { digestOf } from '../domain/canonical-json.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Evidence, EvidenceSource } from '../domain/evidence.js'
import { isActivityOf, type RoleIdentity } from '../domain/role-activity.js'
import { summariseSessions } from './session-summary.js'
import { errorsIn, groupBy, inOrder, mostFirst, spanOf, unique } from './tally.js'

export interface ActivityInput {
  readonly role: RoleIdentity
  /** Calls of the role's sessions and calls that issued their credentials, in any order, repetitions allowed. */
  readonly events: readonly CloudTrailEvent[]
  readonly sources: readonly EvidenceSource[]
  readonly window: { readonly from: string; readonly to: string }
  readonly collectedAt: string
}

/** How many calls and user agents are listed; the counts above them are of all. */
const listed = 10

/**
 * What a role did in the window. Only calls of its own sessions count: records of others that assumed or changed it serve
 * to tell when its credentials end. The same records give the same evidence, whatever their order and repetitions. The
 * digest is over all records that were handed in, once each, in event order.
 */
export function summariseActivity({ role, events, sources, window, collectedAt }: ActivityInput): Evidence {
  const all = inOrder(events)
  const calls = all.filter((event) => isActivityOf(event, role) && isWithin(event, window))
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
    sessions: summariseSessions({ role, calls, all, collectedAt }),
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
