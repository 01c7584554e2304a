import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import { capitalise, count } from '../../src/report/words.js'
import type { Exercise } from '../exercise-file.js'
import type { RunEvent, RunEventOf } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import { asksPeople } from '../score/asks-people.js'
import type { TimelineEntry } from './after-action-schema.js'
import { attemptWords } from './attempt-words.js'
import { nameOf } from './people.js'

type Told = Pick<TimelineEntry, 'lane' | 'actor' | 'what' | 'short'> &
  Partial<Pick<TimelineEntry, 'tone' | 'incident' | 'state' | 'inject' | 'step' | 'decision' | 'reason'>>

/** The run as a timeline: one entry for each event, so that entry n is the record's event n. */
export function timelineOfRun(exercise: Exercise, { events, startedAt }: RunRecord): TimelineEntry[] {
  const start = Date.parse(startedAt)
  const known = revealedAt(events)
  return events.map((event, index) => ({
    no: index + 1,
    atMs: event.atMs,
    at: new Date(start + event.atMs).toISOString(),
    tone: 'plain',
    incident: null,
    state: null,
    inject: null,
    step: null,
    decision: null,
    reason: null,
    ...tell(exercise, event, index < (('step' in event ? known.get(event.step) : undefined) ?? events.length)),
  }))
}

/** From which event on a step of the attack was known. */
function revealedAt(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const revealed = events.flatMap((event, index) => (event.kind === 'REVEALED' ? [[event.step, index] as const] : []))
  return new Map(revealed.toReversed())
}

function tell(exercise: Exercise, event: RunEvent, isUnknown: boolean): Told {
  switch (event.kind) {
    case 'STATE':
    case 'FINDING':
    case 'QUESTION_OPENED':
    case 'NOTICE':
    case 'LIMIT':
    case 'ERROR':
      return byProduct(event)
    case 'INJECT':
    case 'INJECT_ENDED':
    case 'FAULT':
      return ofInject(exercise, event)
    case 'ATTACK':
    case 'REVEALED':
      return ofAttack(exercise, event, isUnknown)
    default:
      return byPerson(exercise, event)
  }
}

function byProduct(event: RunEventOf<'STATE' | 'FINDING' | 'QUESTION_OPENED' | 'NOTICE' | 'LIMIT' | 'ERROR'>): Told {
  const ours = { lane: 'product' as const, actor: 'Tourniquet' }
  switch (event.kind) {
    case 'STATE': {
      const { incident, from, to } = event
      const what = from === null ? `${incident} was opened` : `${inWords(from)} → ${inWords(to)}`
      return { ...ours, what, short: inWords(to), incident, state: to }
    }
    case 'FINDING': {
      const { source, result, incident, inject, reason } = event
      const what = `A finding of ${source} was ${findingWords[result]}${incident === null ? '' : ` ${incident}`}`
      return { ...ours, what, short: source, incident, inject, reason, tone: result === 'refused' ? 'bad' : 'plain' }
    }
    case 'QUESTION_OPENED': {
      const { incident, question, plan, quorum } = event
      const what = `Asked whether to ${questionWords[question]} (${count(quorum, 'approval')} needed): ${plan}`
      return { ...ours, what, short: `${questionWords[question]}?`, incident, tone: 'open' }
    }
    case 'NOTICE': {
      const text = event.text === '' ? '' : `: ${event.text}`
      return {
        ...ours,
        what: `Told people (${inWords(event.topic)})${text}`,
        short: inWords(event.topic),
        incident: event.incident,
      }
    }
    case 'LIMIT':
      return { ...ours, actor: 'Exercise', what: event.text, short: 'time is up', tone: 'open' }
    case 'ERROR':
      return { ...ours, actor: 'Exercise', what: `The exercise failed: ${event.text}`, short: 'failed', tone: 'bad' }
    default:
      return assertNever(event, 'event')
  }
}

const findingWords = {
  opened: 'taken in, and opened',
  joined: 'taken in, and joined',
  duplicate: 'known already, in',
  refused: 'refused',
} as const
export const questionWords = { contain: 'block', restore: 'restore' } as const

function ofInject(exercise: Exercise, event: RunEventOf<'INJECT' | 'INJECT_ENDED' | 'FAULT'>): Told {
  const { inject } = event
  const ours = { lane: 'injects' as const, actor: 'Exercise', short: inject, inject }
  switch (event.kind) {
    case 'INJECT': {
      const { from, to, title, text, injectKind } = event
      const toWhom = to.length === 0 ? '' : ` (to ${to.map((role) => nameOf(exercise, role)).join(', ')})`
      const what = `${capitalise(inWords(injectKind))}: ${title}${toWhom}${text === null ? '' : `: ${text}`}`
      return { ...ours, actor: from ?? 'Exercise', what }
    }
    case 'INJECT_ENDED': {
      const { outcome, why } = event
      const found = exercise.injects.find(({ id }) => id === inject)
      if (outcome === 'met' && found !== undefined && !asksPeople(found))
        return { ...ours, what: `${inject} was played`, short: `${inject} played`, reason: why }
      // Nobody was to do anything: that it never came, or that its finding was refused, is no miss of anybody's.
      if (outcome === 'missed' && found !== undefined && !asksPeople(found))
        return { ...ours, what: `${inject} did not come about`, short: `no ${inject}`, reason: why }
      return {
        ...ours,
        what: `${inject} was ${outcome}`,
        short: `${inject} ${outcome}`,
        reason: why,
        tone: outcome === 'met' ? 'good' : 'bad',
      }
    }
    case 'FAULT':
      return { ...ours, what: `Fault: ${event.text}`, tone: 'open' }
    default:
      return assertNever(event, 'event')
  }
}

const attackTones = { begun: 'open', succeeded: 'bad', partly: 'bad', denied: 'good', stopped: 'good' } as const

function ofAttack(exercise: Exercise, event: RunEventOf<'ATTACK' | 'REVEALED'>, isUnknown: boolean): Told {
  const { step } = event
  const actor = exercise.attack?.harmless === true ? 'Accused' : 'Attacker'
  const ours = { lane: 'attacker' as const, actor, step }
  if (event.kind === 'ATTACK') {
    const { technique, result, detail, hidden } = event
    const what = `${step} (${technique}) ${attackWords[result]}${detail === '' ? '' : `: ${detail}`}`
    const seen = hidden && isUnknown ? `${what} (nobody saw it)` : what
    return { ...ours, what: seen, short: `${step} ${result}`, tone: attackTones[result] }
  }
  const { by, how, text } = event
  return {
    ...ours,
    actor: by === null ? 'Exercise' : nameOf(exercise, by),
    what: `${step} became known (${revealedWords[how]}): ${text}`,
    short: `${step} known`,
    tone: 'good',
  }
}

const attackWords = {
  begun: 'was begun',
  succeeded: 'succeeded',
  partly: 'succeeded in part',
  denied: 'was denied',
  stopped: 'was stopped',
} as const
export const revealedWords = {
  asked: 'somebody asked',
  evidence: 'the evidence shows it',
  inject: 'told by an inject',
  facilitator: 'told by the facilitator',
} as const

type Personal = RunEventOf<'DECISION' | 'REQUEST' | 'REFUSED' | 'ANSWER' | 'PRESSURE' | 'ASKED' | 'NOTE' | 'VOID'>

function byPerson(exercise: Exercise, event: Personal): Told {
  const ours = { lane: 'people' as const, actor: nameOf(exercise, event.by) }
  switch (event.kind) {
    case 'DECISION': {
      const { incident, decision, question, reason } = event
      const what = `${decision === 'approve' ? 'Approved' : 'Denied'} the ${questionWords[question]}`
      const counted = event.result === 'decided' ? what : `${what} (counted, more are needed)`
      return { ...ours, what: counted, short: decision, incident, decision, reason }
    }
    case 'REQUEST':
      return {
        ...ours,
        what: `Asked for: ${inWords(event.ask)}`,
        short: inWords(event.ask),
        incident: event.incident,
        reason: event.reason,
      }
    case 'REFUSED': {
      const { attempted, code, reason, times, unauthorised, incident } = event
      const often = times === 1 ? '' : `, ${times} times`
      const what = `Was not let ${attemptWords(attempted)}${often} (${inWords(code)}${unauthorised ? ', not their decision' : ''})`
      return {
        ...ours,
        what,
        short: `no: ${attemptWords(attempted)}`,
        incident,
        reason: reason === '' ? null : reason,
        tone: 'bad',
      }
    }
    case 'VOID':
      return {
        ...ours,
        what: `Wanted to ${attemptWords(event.attempted)}, which could not be`,
        short: `no: ${attemptWords(event.attempted)}`,
        reason: event.why,
        tone: 'bad',
      }
    default:
      return said(ours, event)
  }
}

function said(ours: Pick<Told, 'lane' | 'actor'>, event: RunEventOf<'ANSWER' | 'PRESSURE' | 'ASKED' | 'NOTE'>): Told {
  switch (event.kind) {
    case 'ANSWER': {
      const { inject, points, outOf, text, inTime } = event
      const what = `Answered ${inject}${outOf === 0 ? '' : ` (${points} of ${outOf} points)`}${inTime ? '' : ', too late'}`
      return { ...ours, what, short: 'answer', inject, reason: text }
    }
    case 'PRESSURE': {
      const { inject, choice, text, inTime } = event
      const what = `Answered ${inject}${choice === null ? '' : `: ${inWords(choice)}`}${inTime ? '' : ', too late'}`
      return { ...ours, what, short: choice === null ? 'answer' : inWords(choice), inject, reason: text }
    }
    case 'ASKED':
      return {
        ...ours,
        what: `Asked the facilitator: ${event.text}`,
        short: 'question',
        tone: event.revealed.length > 0 ? 'good' : 'plain',
      }
    case 'NOTE':
      return { ...ours, what: `Note: ${event.text}`, short: 'note', incident: event.incident }
    default:
      return assertNever(event, 'event')
  }
}
