import { showExerciseTime } from '../../exercises/duration.js'
import type { RunEvent } from '../../exercises/run-event.js'
import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import { terminalText } from '../terminal-text.js'

const MOST_CHARS = 2_000

/** An event of a run as one line of a terminal: `T+02:06  approver decided: approve.`. null: it is said by another one. */
export function eventLine(event: RunEvent): string | null {
  const text = sentenceOf(event)
  return text === null
    ? null
    : `${showExerciseTime(event.atMs)}  ${terminalText(text.replace(/\s+/g, ' '), MOST_CHARS)}`
}

function sentenceOf(event: RunEvent): string | null {
  switch (event.kind) {
    case 'STATE':
      return event.from === null ? `Incident opened: ${inWords(event.to)}.` : `Incident: ${inWords(event.to)}.`
    case 'INJECT':
      return `${event.from === null ? '' : `${event.from}: `}${event.title}${event.text === null ? '' : `. ${event.text}`}`
    case 'INJECT_ENDED':
      return `${event.inject} ${event.outcome}: ${event.why}`
    case 'FINDING':
      return event.result === 'refused'
        ? `The finding was refused: ${event.reason}`
        : `The finding was taken: ${event.result}.`
    case 'QUESTION_OPENED':
      return `People are asked: ${event.plan}`
    case 'DECISION':
      return `${event.by}: ${event.decision} ${event.question} (${event.result}). ${event.reason}`
    case 'REQUEST':
      return `${event.by}: ${inWords(event.ask)}. ${event.reason}`
    case 'REFUSED':
      return `${event.by} was refused: ${event.attempted} (${inWords(event.code)}). ${event.reason}`
    case 'NOTICE':
      return `Notice, ${inWords(event.topic)}: ${event.text}`
    case 'FAULT':
      return `Fault: ${event.text}`
    case 'ATTACK':
      return event.hidden ? null : `Attacker, ${event.technique}: ${event.result}. ${event.detail}`
    case 'REVEALED':
      return `It came to light: ${event.text}`
    default:
      return said(event)
  }
}

type Said = Extract<RunEvent, { kind: 'ANSWER' | 'PRESSURE' | 'ASKED' | 'NOTE' | 'VOID' | 'LIMIT' | 'ERROR' }>

function said(event: Said): string {
  switch (event.kind) {
    case 'ANSWER':
      return `${event.by} answered ${event.inject} (${event.points} of ${event.outOf}): ${event.text}`
    case 'PRESSURE':
      return `${event.by} answered ${event.inject}: ${event.text}`
    case 'ASKED':
      return `${event.by} asked: ${event.text}`
    case 'NOTE':
      return `${event.by} noted: ${event.text}`
    case 'VOID':
      return `${event.by} could not ${event.attempted}: ${event.why}`
    case 'LIMIT':
      return event.text
    case 'ERROR':
      return `The stage failed: ${event.text}`
    default:
      return assertNever(event, 'event')
  }
}
