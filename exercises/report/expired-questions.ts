import type { RunEventOf } from '../run-event.js'
import type { RunRecord } from '../run-record.js'

/** A question of the product's that nobody answered in time; `no` is its entry of the timeline. */
export interface ExpiredQuestion {
  readonly no: number
  readonly asked: RunEventOf<'QUESTION_OPENED'>
}

export function expiredQuestions(record: RunRecord): ExpiredQuestion[] {
  return record.events.flatMap((event, index) =>
    event.kind === 'QUESTION_OPENED' && isExpired(record, event, index) ? [{ no: index + 1, asked: event }] : [],
  )
}

/** It was neither decided nor replaced until its time was up, and the run went on to see that. */
function isExpired({ events, endedAtMs }: RunRecord, asked: ExpiredQuestion['asked'], index: number): boolean {
  const { expiresAtMs, incident, question } = asked
  if (expiresAtMs === null || endedAtMs < expiresAtMs) return false
  const rest = events.slice(index + 1).filter((event) => 'incident' in event && event.incident === incident)
  const isOver = rest.some(
    (event) =>
      event.atMs < expiresAtMs &&
      ((event.kind === 'DECISION' && event.question === question && event.result === 'decided') ||
        (event.kind === 'QUESTION_OPENED' && event.question === question)),
  )
  // Where the incident left the question for another reason, it moved before the time was up.
  const moved = rest.find((event) => event.kind === 'STATE' && event.atMs > asked.atMs)
  const isTold = rest.some((event) => event.kind === 'NOTICE' && ['expired', 'escalated'].includes(event.topic))
  return !isOver && (isTold || moved === undefined || moved.atMs >= expiresAtMs)
}
