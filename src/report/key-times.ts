import type { Finding } from '../domain/finding.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { BlockStatus } from './block-status.js'
import type { ReadRecord } from './read-record.js'

export interface KeyTime {
  readonly what: string
  readonly at: string
}

export interface KeyDuration {
  readonly what: string
  readonly durationMs: number
}

export interface KeyTimes {
  readonly times: readonly KeyTime[]
  readonly durations: readonly KeyDuration[]
}

/** The key time at which the first evidence was on the record. */
export const EVIDENCE_ON_RECORD = 'Evidence on the record'

interface Milestones {
  readonly firstSeen: string | null
  readonly detected: string | null
  readonly opened: string
  readonly evidence: string | null
  readonly asked: string | null
  readonly decided: string | null
  readonly applied: string | null
  readonly contained: string | null
  readonly restoreAsked: string | null
  readonly removed: string | null
  readonly restored: string | null
}

/**
 * When what happened, and how long it took. Times of the block are AWS's own, to the second; the others are of the process
 * that recorded them, so that two which belong close together may stand a second apart or in the wrong order.
 */
export function keyTimes(
  records: readonly ReadRecord[],
  findings: readonly Finding[],
  now: { readonly openedAt: string; readonly generatedAt: string; readonly block: BlockStatus },
): KeyTimes {
  const found = milestones(records, findings, now.openedAt)
  return { times: timesOf(found), durations: durationsOf(found, now) }
}

function milestones(records: readonly ReadRecord[], findings: readonly Finding[], opened: string): Milestones {
  const arrival = (state: string) =>
    records.find(({ body }) => body.to === state && body.from !== state)?.body.at ?? null
  const outcome = <T>(pick: (event: IncidentEvent) => T | null): T | null => firstOf(records, pick)
  const asked = records.find(({ body }) => body.what === 'QUESTION_ASKED' && body.from === 'awaitingApproval')
  const decided = records.find(
    ({ body }) =>
      body.from === 'awaitingApproval' && ['APPROVED', 'DENIED'].includes(body.what) && body.to !== body.from,
  )
  return {
    firstSeen: earliest(findings.map(({ firstSeenAt }) => firstSeenAt)),
    detected: earliest(findings.map(({ updatedAt }) => updatedAt)),
    opened,
    evidence: records.find(({ body }) => body.what === 'EVIDENCE_COLLECTED' && !body.ignored)?.body.at ?? null,
    asked: asked?.body.at ?? arrival('awaitingApproval'),
    decided: decided?.body.at ?? null,
    applied: outcome((event) => (event.type === 'BLOCK_APPLIED' ? event.appliedAt : null)),
    contained: arrival('contained'),
    restoreAsked: arrival('awaitingRestoreApproval'),
    removed: outcome((event) => (event.type === 'BLOCK_REMOVED' ? event.removedAt : null)),
    restored: arrival('restored'),
  }
}

function firstOf<T>(records: readonly ReadRecord[], pick: (event: IncidentEvent) => T | null): T | null {
  for (const { happening } of records) {
    const found = happening.kind === 'event' ? pick(happening.event) : null
    if (found !== null) return found
  }
  return null
}

function timesOf(found: Milestones): KeyTime[] {
  const named: [string, string | null][] = [
    ['Activity first seen by the source', found.firstSeen],
    ['Reported by the source', found.detected],
    ['Incident opened', found.opened],
    [EVIDENCE_ON_RECORD, found.evidence],
    ['Block asked for', found.asked],
    ['Block decided', found.decided],
    ["Block applied (AWS's clock)", found.applied],
    ['Contained: held through the soak', found.contained],
    ['Restore asked for', found.restoreAsked],
    ["Block removed (AWS's clock)", found.removed],
    ['Restore confirmed', found.restored],
  ]
  return named.flatMap(([what, at]) => (at === null ? [] : [{ what, at }]))
}

function durationsOf(found: Milestones, now: { generatedAt: string; block: BlockStatus }): KeyDuration[] {
  const standing = now.block === 'removed' ? null : now.generatedAt
  const spans: [string, string | null, string | null][] = [
    ['Time to decide', found.asked, found.decided],
    ['Time to block, from opening', found.opened, found.applied],
    ['Time to contain, from opening', found.opened, found.contained],
    [now.block === 'removed' ? 'Block stood for' : 'Block age', found.applied, found.removed ?? standing],
  ]
  return spans.flatMap(([what, from, to]) => {
    if (from === null || to === null) return []
    return [{ what, durationMs: Math.max(0, Date.parse(to) - Date.parse(from)) }]
  })
}

function earliest(times: readonly string[]): string | null {
  const sorted = times.toSorted((a, b) => Date.parse(a) - Date.parse(b))
  return sorted[0] ?? null
}
