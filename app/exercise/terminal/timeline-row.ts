import { showExerciseTime } from '../../../exercises/duration.js'
import { attemptWords } from '../../../exercises/report/attempt-words.js'
import type { RunEvent, RunEventOf } from '../../../exercises/run-event.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { inWords } from '../../../src/engine/in-words.js'
import type { Board } from './board.js'
import type { TimelineRow } from './columns.js'
import type { Tone } from './paint.js'

/** Who looks at the timeline. */
export interface Viewer {
  /** What is hidden from those who play: the attacker's steps. */
  readonly secrets: boolean
  /** How an inject ended and what an answer is worth, at once: it gives away what was expected. */
  readonly marks: boolean
  /** The number of an incident, where there is more than one; else null. */
  readonly incidentNo: (incident: string) => number | null
  /** Whether this inject was told in words. */
  readonly isTold: (inject: string) => boolean
}

type Shown = readonly [kind: string, text: string, tone: Tone]

/** What is shown of an event to this viewer; null: nothing. */
export function rowOf(event: RunEvent, viewer: Viewer): TimelineRow | null {
  const shown = shownOf(event, viewer)
  if (shown === null) return null
  const [kind, text, tone] = shown
  return { atMs: event.atMs, kind, text, tone }
}

function shownOf(event: RunEvent, viewer: Viewer): Shown | null {
  switch (event.kind) {
    case 'STATE':
      return ['STATE', `${incidentWord(event.incident, viewer)}${stateSentence(event)}`, toneOfState(event.to)]
    case 'INJECT':
      return injectRow(event)
    case 'INJECT_ENDED':
      return endedRow(event, viewer)
    case 'FINDING':
      return findingRow(event)
    case 'QUESTION_OPENED': {
      const { plan, quorum, expiresAtMs, incident } = event
      const until = expiresAtMs === null ? '' : `, open until ${showExerciseTime(expiresAtMs)}`
      const needs = `${quorum} ${quorum === 1 ? 'approval' : 'approvals'} needed${until}.`
      return ['APPROVAL', `${incidentWord(incident, viewer)}${plan}. ${needs}`, 'question']
    }
    case 'DECISION': {
      const { by, decision, question, result, reason, incident } = event
      const what = `${decision} the ${question === 'contain' ? 'block' : 'restore'}`
      const more = result === 'counted' ? ' (more are needed)' : ''
      const text = `${incidentWord(incident, viewer)}${by}: ${what}${more}. ${reason}`
      return ['DECISION', text, decision === 'approve' ? 'good' : 'warning']
    }
    case 'NOTICE':
      return event.text === '' ? null : ['NOTICE', event.text, 'warning']
    case 'FAULT':
      return viewer.isTold(event.inject) && !viewer.secrets ? null : ['FAULT', event.text, 'warning']
    case 'ATTACK':
      return attackRow(event, viewer)
    case 'REVEALED':
      return ['REVEALED', `${howItCame(event)}: ${event.text}`, 'attack']
    case 'REQUEST':
    case 'REFUSED':
      return personalRow(event)
    default:
      return saidRow(event, viewer)
  }
}

function incidentWord(incident: string, { incidentNo }: Viewer): string {
  const no = incidentNo(incident)
  return no === null ? '' : `Incident ${no}: `
}

function stateSentence({ from, to }: RunEventOf<'STATE'>): string {
  return from === null ? `An incident is open: ${inWords(to)}` : inWords(to)
}

function toneOfState(to: string): Tone {
  if (/^(contained|restored|closed)$/.test(to)) return 'good'
  if (/^(needsHuman|unresolved|refused|unconfirmed)$/.test(to)) return 'bad'
  return 'plain'
}

function injectRow({ injectKind, inject, from, title, text }: RunEventOf<'INJECT'>): Shown | null {
  if (injectKind === 'fault' && text === null) return null
  const said = text === null ? '' : from === null ? `\n${text}` : `\n${from}: ${text}`
  const tone: Tone = injectKind === 'question' ? 'question' : injectKind === 'chat' ? 'plain' : 'warning'
  const sign = injectKind === 'question' || injectKind === 'pressure' ? ` [${inject}]` : ''
  return [injectKind.toUpperCase(), `${title}${sign}${said}`, tone]
}

/** That what people were asked is over, without a word of what was expected of them; null: it is not, or they have answered. */
export function lateRow({ atMs, inject, outcome }: RunEventOf<'INJECT_ENDED'>, { matters }: Board): TimelineRow | null {
  const matter = matters.find((each) => each.inject === inject)
  const wasAsked = matter?.kind === 'question' || matter?.kind === 'pressure'
  if (outcome === 'met' || !wasAsked || matter.isAnswered) return null
  return { atMs, kind: 'LATE', text: `The time for this is over: ${matter.title} [${inject}]`, tone: 'warning' }
}

/** Why a run is over. */
export function endRow({ endedAtMs: atMs, end }: RunRecord): TimelineRow {
  switch (end.kind) {
    case 'finished':
      return { atMs, kind: 'END', text: 'The exercise is over: there is nothing left to do.', tone: 'strong' }
    case 'limit':
      return { atMs, kind: 'END', text: 'The exercise is over: its time is.', tone: 'strong' }
    case 'stopped':
      return { atMs, kind: 'END', text: `The exercise was ended here. ${end.reason}`, tone: 'strong' }
    case 'failed':
      return { atMs, kind: 'END', text: `The exercise failed: ${end.error}`, tone: 'bad' }
    default:
      return assertNever(end, 'end')
  }
}

/** Injects of which nothing was expected end as they are played: that is no news. */
function endedRow({ inject, outcome, why }: RunEventOf<'INJECT_ENDED'>, { marks }: Viewer): Shown | null {
  if (!marks || why.includes('nothing was expected')) return null
  return outcome === 'met' ? ['MET', `${inject}: ${why}`, 'good'] : ['MISSED', `${inject}: ${why}`, 'bad']
}

/** That it opened an incident the next line says. */
function findingRow({ result, reason, source }: RunEventOf<'FINDING'>): Shown | null {
  switch (result) {
    case 'opened':
      return null
    case 'joined':
      return ['FINDING', `The finding of ${source} joined the incident that is open.`, 'plain']
    case 'duplicate':
      return ['FINDING', `The finding of ${source} was known already.`, 'dim']
    case 'refused':
      return ['FINDING', `The finding of ${source} was not taken: ${reason ?? ''}`, 'bad']
    default:
      return assertNever(result, 'result')
  }
}

function attackRow({ hidden, technique, result, detail, step }: RunEventOf<'ATTACK'>, viewer: Viewer): Shown | null {
  if (hidden && !viewer.secrets) return null
  const tone: Tone = result === 'denied' || result === 'stopped' ? 'good' : 'attack'
  const secret = hidden ? ` (hidden: ${step})` : ''
  return ['ATTACK', `${technique} ${result}${secret}: ${detail}`, tone]
}

const ways = { asked: 'Somebody asked', evidence: 'The evidence shows', inject: 'It comes out', facilitator: 'Told' }

function howItCame({ how }: RunEventOf<'REVEALED'>): string {
  return ways[how]
}

function personalRow(event: RunEventOf<'REQUEST' | 'REFUSED'>): Shown {
  if (event.kind === 'REQUEST') return ['REQUEST', `${event.by}: ${inWords(event.ask)}. ${event.reason}`, 'plain']
  const { by, attempted, code, reason, times } = event
  const often = times === 1 ? '' : `, ${times} times`
  return ['REFUSED', `${by} may not ${attemptWords(attempted)} (${inWords(code)}${often}). ${reason}`, 'bad']
}

type Said = RunEventOf<'ANSWER' | 'PRESSURE' | 'ASKED' | 'NOTE' | 'VOID' | 'LIMIT' | 'ERROR'>

function saidRow(event: Said, { marks }: Viewer): Shown {
  switch (event.kind) {
    case 'ANSWER': {
      const points = marks && event.outOf > 0 ? ` (${event.points} of ${event.outOf} points)` : ''
      return ['ANSWER', `${event.by} on ${event.inject}${points}: ${event.text}${late(event.inTime)}`, 'plain']
    }
    case 'PRESSURE': {
      const choice = event.choice === null ? '' : ` (${inWords(event.choice)})`
      return ['ANSWER', `${event.by} on ${event.inject}${choice}: ${event.text}${late(event.inTime)}`, 'plain']
    }
    case 'ASKED':
      return [
        'ASKED',
        `${event.by}: ${event.text}${event.revealed.length === 0 ? '\nNothing new is known.' : ''}`,
        'plain',
      ]
    case 'NOTE':
      return ['NOTE', `${event.by}: ${event.text}`, 'plain']
    case 'VOID':
      return ['NO', `${event.by} could not ${attemptWords(event.attempted)}: ${event.why}`, 'warning']
    case 'LIMIT':
      return ['TIME', event.text, 'warning']
    case 'ERROR':
      return ['ERROR', `The stage failed: ${event.text}`, 'bad']
    default:
      return assertNever(event, 'event')
  }
}

function late(inTime: boolean): string {
  return inTime ? '' : ' (too late)'
}
