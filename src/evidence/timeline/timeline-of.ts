import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { notableKindOf } from '../facts/is-notable.js'
import { type CallOutcome, outcomeOf } from '../facts/outcome-of.js'
import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { callersOf } from '../record/callers-of.js'
import { type TimelineKind, timelineKindOf } from './timeline-kind.js'

/** One step; repeated ones are one line. Texts are what the records say: the attacker's words. Times are ISO. */
export interface TimelineEntry {
  readonly at: string
  /** The last repetition; `at` where there was none. */
  readonly until: string
  readonly kind: TimelineKind
  readonly actorKey: string
  /** The event's name. */
  readonly what: string
  readonly eventSource: string
  readonly target: CloudTrailEvent['target'] | null
  readonly outcome: CallOutcome
  readonly errorCode: string | null
  readonly sourceIp: string | null
  readonly region: string | null
  readonly times: number
  /** Of the first one. */
  readonly eventId: string
  /** The earliest ones of all repetitions. */
  readonly eventIds: readonly string[]
}

export interface Timeline {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[]
  /** Lines beyond the limit, and records beyond the limit of what is kept whole. */
  readonly dropped: { readonly entries: number; readonly records: number }
}

interface Line {
  readonly event: CloudTrailEvent
  readonly actorKey: string
  readonly outcome: CallOutcome
  readonly signature: string
  /** The lightest stays longest. */
  readonly weight: number
  until: string
  times: number
  readonly eventIds: string[]
}

const namedEvents = 10
const defaultLimit = 200

/**
 * What the actors (`Actor.key`) did in the scope that is worth a line: changes, sign-ins, secrets read. The same step again, with
 * nothing of the same actor in between, counts on the line of the first. Beyond `limit` lines those about identities and monitoring
 * stay before others, successes before failures, and the earliest.
 */
export function timelineOf(facts: TrailFacts, actorKeys: readonly string[], limit = defaultLimit): Timeline {
  const wanted = new Set(actorKeys)
  const lines = linesOf(facts.scope.notable, wanted)
  const kept = new Set([...lines].sort(weightiestFirst).slice(0, limit))
  return {
    entries: lines.filter((line) => kept.has(line)).map(entryOfLine),
    dropped: { entries: Math.max(0, lines.length - limit), records: facts.scope.notableDropped },
  }
}

/** `notable` is in order of time. */
function linesOf(notable: readonly CloudTrailEvent[], wanted: ReadonlySet<string>): Line[] {
  const lines: Line[] = []
  const latest = new Map<string, Line>()
  const callers = callersOf(notable)
  notable.forEach((event, at) => {
    const actorKey = callers[at] ?? ''
    if (!wanted.has(actorKey)) return
    const signature = signatureOf(event)
    const line = latest.get(actorKey)
    if (line?.signature === signature) repeat(line, event)
    else {
      const begun = lineOf(event, actorKey, signature)
      lines.push(begun)
      latest.set(actorKey, begun)
    }
  })
  return lines
}

function lineOf(event: CloudTrailEvent, actorKey: string, signature: string): Line {
  const { eventTime, eventId } = event
  const outcome = outcomeOf(event)
  const weight = (notableKindOf(event) === 'identity' ? 0 : 2) + (outcome === 'ok' ? 0 : 1)
  return { event, actorKey, signature, outcome, weight, until: eventTime, times: 1, eventIds: [eventId] }
}

function repeat(line: Line, { eventTime, eventId }: CloudTrailEvent): void {
  line.until = eventTime
  line.times += 1
  if (line.eventIds.length < namedEvents) line.eventIds.push(eventId)
}

/** Repetition is the same call with the same result from the same place; it may be about one thing after the other. */
function signatureOf(event: CloudTrailEvent): string {
  const { eventSource, eventName, errorCode = '', sourceIp = '', target } = event
  return JSON.stringify([eventSource, eventName, outcomeOf(event), errorCode, sourceIp, target?.type ?? ''])
}

function weightiestFirst(a: Line, b: Line): number {
  return a.weight - b.weight || compareMoments(a.event, b.event)
}

function compareMoments(a: CloudTrailEvent, b: CloudTrailEvent): number {
  return eventTimeMs(a.eventTime) - eventTimeMs(b.eventTime) || compareTexts(a.eventId, b.eventId)
}

function entryOfLine({ event, actorKey, outcome, until, times, eventIds }: Line): TimelineEntry {
  return {
    at: event.eventTime,
    until,
    kind: timelineKindOf(event),
    actorKey,
    what: event.eventName,
    eventSource: event.eventSource,
    target: event.target ?? null,
    outcome,
    errorCode: event.errorCode ?? null,
    sourceIp: event.sourceIp ?? null,
    region: event.region ?? null,
    times,
    eventId: event.eventId,
    eventIds,
  }
}
