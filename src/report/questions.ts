import type { Question } from '../domain/effect.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import { inWords } from '../engine/in-words.js'
import { describeRecord } from './describe-record.js'
import type { ReadRecord } from './read-record.js'
import type { PastQuestion } from './talk.js'

/**
 * Every question that people were asked, oldest first, with what became of it: from the moment its plan was there. A plan that
 * was approved and then did not fit any more is void as well: nothing was done on that approval, and `votes` says whose it was.
 */
export function questionsIn(records: readonly ReadRecord[]): PastQuestion[] {
  return records.reduce<PastQuestion[]>((asked, record) => {
    const opened = openedBy(record)
    const last = asked.at(-1)
    const before = last === undefined ? asked : [...asked.slice(0, -1), after(last, record, opened)]
    return opened === null ? before : [...before, opened]
  }, [])
}

function openedBy({ body, happening }: ReadRecord): PastQuestion | null {
  if (happening.kind !== 'event' || body.ignored) return null
  const { event } = happening
  const question = event.type === 'PLAN_PREPARED' ? 'contain' : event.type === 'RESTORE_PREPARED' ? 'restore' : null
  if (question === null || !('planDigest' in event)) return null
  const wider = body.from === 'awaitingWiderApproval' ? { isWider: true } : {}
  return { question, planDigest: event.planDigest, ...wider, askedAt: body.at, votes: [], fate: { kind: 'open' } }
}

/** What a later record makes of the question that was asked last. */
function after(asked: PastQuestion, record: ReadRecord, next: PastQuestion | null): PastQuestion {
  const { body, happening } = record
  const event = happening.kind === 'event' ? happening.event : null
  if (asked.fate.kind === 'approved') return voidedLate(asked, record, event)
  if (asked.fate.kind !== 'open' || body.ignored) return asked
  if (event !== null && isAnswer(event) && event.planDigest === asked.planDigest) return answered(asked, record, event)
  if (happening.kind === 'timer' && happening.wait === expiryOf[asked.question]) {
    return body.from === body.to ? asked : { ...asked, fate: { kind: 'expired', at: body.at } }
  }
  const isOver = next !== null || body.from !== body.to || event?.type === 'RESTORE_REQUESTED'
  return isOver ? { ...asked, fate: { kind: 'void', at: body.at, why: whyVoid(record, event) } } : asked
}

const expiryOf: Readonly<Record<Question, string>> = { contain: 'approvalExpiry', restore: 'restoreExpiry' }

type Answer = Extract<IncidentEvent, { type: 'APPROVED' | 'DENIED' }>

function isAnswer(event: IncidentEvent): event is Answer {
  return event.type === 'APPROVED' || event.type === 'DENIED'
}

function answered(asked: PastQuestion, { body }: ReadRecord, { type, by: who, reason }: Answer): PastQuestion {
  const { at } = body
  if (type === 'DENIED') return { ...asked, fate: { kind: 'denied', who, at, reason } }
  const votes = [...asked.votes, { who, at, reason }]
  return { ...asked, votes, fate: body.from === body.to ? asked.fate : { kind: 'approved', at } }
}

/** The answer that decides is the last thing that a question waits for, but its plan is looked at again before each write. */
function voidedLate(asked: PastQuestion, { body }: ReadRecord, event: IncidentEvent | null): PastQuestion {
  const wasUnderWay = (asked.question === 'contain' ? ['blocking', 'widening'] : ['restoring']).includes(
    body.from ?? '',
  )
  if (event?.type !== 'PLAN_OUTDATED' || body.ignored || !wasUnderWay) return asked
  const why = `It was approved, and then the plan no longer fitted: ${event.reason}`
  return { ...asked, fate: { kind: 'void', at: body.at, why } }
}

function whyVoid(record: ReadRecord, event: IncidentEvent | null): string {
  switch (event?.type) {
    case 'EVIDENCE_REFRESHED':
      return `Newer evidence changes the plan: ${event.changesPlan ?? 'it was prepared anew.'}`
    case 'PLAN_OUTDATED':
      return `The plan no longer fits: ${event.reason}`
    case 'PLAN_PREPARED':
    case 'RESTORE_PREPARED':
      return 'Another plan took its place.'
    case 'RESTORE_REQUESTED':
      return `${event.by} asked for a restore anew, as ${event.restoreAs}: ${event.reason}`
    case 'RETRY_REQUESTED':
      return `${event.by} had the incident start anew: ${event.reason}`
    default:
      return `The incident went to "${inWords(record.body.to)}" without an answer. ${describeRecord(record).what}`
  }
}
