import type { AuditBody } from '../audit/record.js'
import { assertNever } from '../domain/assert-never.js'
import { type IncidentEvent, talkKinds, type WriteDone } from '../domain/incident-event.js'
import { describePrincipal } from '../domain/principal.js'
import { inWords } from '../engine/in-words.js'
import { describeLook } from './describe-look.js'
import type { ReadRecord } from './read-record.js'
import { count, requestWords, scopeWords } from './words.js'

/** One line of the timeline. Texts in it may be the attacker's: whoever shows it escapes it. */
export interface TimelineEntry {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly what: string
  readonly from: string | null
  readonly to: string
  /** It meant nothing where the incident was. Never set for what reports that people were told, or what they said. */
  readonly ignored: boolean
  readonly orders: readonly string[]
}

/** What follows nothing by its nature: that it moved nothing says nothing about it. */
const acknowledgements = ['QUESTION_ASKED', 'NOTICE_SENT', 'REPORT_WRITTEN', 'FINDING_REPEATED']

/** A record as a line that a person understands without the code. */
export function describeRecord(record: ReadRecord): TimelineEntry {
  const { seq, at, from, to, ignored, orders } = record.body
  return {
    seq,
    at,
    actor: describeActor(record.body),
    what: describeWhat(record),
    from,
    to,
    ignored: ignored && !acknowledgements.includes(record.body.what) && !talkKinds.includes(record.body.what),
    orders: orders.map(({ kind }) => inWords(kind)),
  }
}

function describeActor({ actor }: AuditBody): string {
  switch (actor.kind) {
    case 'person':
      return actor.name
    case 'source':
      return `source ${actor.name}`
    case 'worker':
      return `worker, attempt ${actor.attempt}`
    case 'timer':
      return 'timer'
    case 'engine':
      return 'engine'
    default:
      return assertNever(actor, 'actor')
  }
}

function describeWhat({ body, happening }: ReadRecord): string {
  switch (happening.kind) {
    case 'opened':
      return body.actor.kind === 'person'
        ? `Asked for a block: ${happening.finding.title}`
        : `Opened by a finding: ${happening.finding.title}`
    case 'timer':
      return `Time is up: ${inWords(happening.wait)}`
    case 'parked':
      return `Stopped, because the incident cannot be understood: ${happening.reason}`
    case 'held':
      return `Held back by a brake (${happening.brake}): ${inWords(happening.write)}; ${happening.reason}`
    case 'unknown':
      return `${inWords(body.what)} (this version cannot read the details of the record)`
    case 'event':
      if (happening.event.type === 'FINDING_JOINED' && body.actor.kind === 'person')
        return 'Asked for this block as well'
      return describeEvent(happening.event)
    default:
      return assertNever(happening, 'happening')
  }
}

function describeEvent(event: IncidentEvent): string {
  if ('by' in event) return describePersonal(event)
  switch (event.type) {
    case 'EVIDENCE_COLLECTED':
      return 'Evidence collected'
    case 'EVIDENCE_REFRESHED':
      return event.changesPlan === null
        ? 'Evidence refreshed: the question stands'
        : `Evidence refreshed, with news for the plan: ${event.changesPlan}`
    case 'FINDING_CONFIRMED':
      return `AWS confirmed the finding: ${event.reason}`
    case 'FINDING_DISPUTED':
      return `AWS does not confirm the finding: ${event.reason}`
    case 'PRINCIPAL_FOUND':
      return `AWS named the principal, ${describePrincipal(event.principal)}: ${event.reason}`
    case 'JOINED_OTHER':
      return `Went on in ${event.other}: ${event.reason}`
    case 'PRINCIPAL_UNRESOLVED':
      return `The principal is not known: ${event.reason}`
    case 'PLAN_PREPARED':
      return `Plan prepared (${event.containmentId}, ${count(event.quorum, 'approval')} needed)`
    case 'PLAN_REFUSED':
      return `No block is possible: ${event.reason} Instead: ${event.alternative}`
    case 'PLAN_OUTDATED':
      return `The plan no longer fits: ${event.reason}`
    case 'QUESTION_ASKED':
      return 'People were asked'
    case 'NOTICE_SENT':
      return `People were told (${inWords(event.topic)})${event.reason === '' ? '' : `: ${event.reason}`}`
    case 'BLOCK_APPLIED':
      return describeApplied(event)
    case 'BLOCK_OBSERVED':
      return describeLook(event.observation)
    case 'RESTORE_PREPARED':
      return `Restore prepared (${count(event.drift, 'other change')} since, ${count(event.quorum, 'approval')} needed)`
    case 'OLDER_SESSIONS_REVOKED':
      return `Sessions issued before ${event.revokedBefore} revoked (AWS request ${event.requestId})`
    case 'BLOCK_REMOVED':
      return describeRemoved(event)
    case 'ENTITY_REPLACED':
      return `The entity is not the one that was meant: ${event.reason}`
    case 'OWNERSHIP_CONFLICT':
      return `What we wrote is not as we wrote it: ${event.reason}`
    case 'RESTORE_CONFIRMED':
      return 'Looked again: our block is gone'
    case 'LATE_WRITE_FOUND':
      return `A block of ours is there after the restore: ${event.reason}`
    case 'REPORT_WRITTEN':
      return `Report written (${count(event.files.length, 'file')})`
    case 'EFFECT_FAILED':
      return `Failed for good: ${inWords(event.effect)} (${event.code}): ${event.message}`
    case 'FINDING_REPEATED':
      return `The same finding came by ${event.feed} as well`
    case 'FINDING_JOINED':
      return `Another finding on the same principal joined${event.trusted || event.callBack ? '' : ', which could have been forged'}`
    default:
      return assertNever(event, 'event')
  }
}

function describePersonal(event: Extract<IncidentEvent, { by: string }>): string {
  switch (event.type) {
    case 'PRINCIPAL_NAMED':
      return `Named the principal: ${describePrincipal(event.principal)}`
    case 'SCOPE_CHOSEN':
      return `Chose to deny ${scopeWords[event.scope]}: ${event.reason}`
    case 'VOUCHED':
      return `Vouched for the finding: ${event.reason}`
    case 'APPROVED':
      return `Approved: ${event.reason}`
    case 'DENIED':
      return `Denied: ${event.reason}`
    case 'RESTORE_REQUESTED':
      return `Asked for a restore as ${event.restoreAs}: ${event.reason}`
    case 'RETRY_REQUESTED':
      return `Asked to go on: ${event.reason}`
    case 'CLOSE_REQUESTED':
      return `Asked to close: ${event.reason}`
    case 'DECISION_REFUSED':
      return `Was not let ${event.decision} the ${subject[event.question]} (${inWords(event.code)})${describeRepeats(event)}`
    case 'REQUEST_REFUSED':
      return `Was not let ${requestWords[event.ask]} (${inWords(event.code)})${describeRepeats(event)}`
    case 'NOTE_ADDED':
      return event.author === '' ? `Note: ${event.text}` : `Note, as ${event.author} wrote: ${event.text}`
    case 'OWNER_ASKED':
      return `Had ${event.owner} asked: was this you?`
    case 'OWNER_ANSWERED':
      return event.wasMe ? 'Answered: yes, it was me (decides nothing)' : 'Answered: no, it was not me'
    default:
      return assertNever(event, 'event')
  }
}

const subject = { contain: 'block', restore: 'restore' } as const

function describeRepeats({ repeats }: { repeats: number }): string {
  return repeats === 0 ? '' : `, after ${count(repeats, 'more attempt')} like it`
}

function describeApplied(event: Extract<IncidentEvent, { type: 'BLOCK_APPLIED' }>): string {
  const { preWrite, appliedAt, requestId, writes, notDone } = event
  const done =
    preWrite === 'adopted'
      ? `Block found in place and adopted at ${appliedAt}`
      : `Block written at ${appliedAt} (AWS request ${requestId})`
  return [`${done}${describeWrites(writes)}`, ...notDone.map((what) => `Not done: ${what}`)].join('. ')
}

function describeRemoved({ requestId, removedAt, writes }: Extract<IncidentEvent, { type: 'BLOCK_REMOVED' }>): string {
  const done =
    requestId === null ? `Block found gone at ${removedAt}` : `Block removed at ${removedAt} (AWS request ${requestId})`
  return `${done}${describeWrites(writes)}`
}

/** `: PutUserPolicy DenyAll-…, UpdateAccessKey AKIA…`; what had not to be sent says so. */
function describeWrites(writes: readonly WriteDone[]): string {
  const each = writes.map(
    ({ operation, object, requestId }) => `${operation} ${object}${requestId === null ? ' (was so already)' : ''}`,
  )
  return each.length === 0 ? '' : `: ${each.join(', ')}`
}
