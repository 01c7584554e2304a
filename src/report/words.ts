import type { BlockScope } from '../domain/block-scope.js'
import type { RequestKind } from '../domain/incident-event.js'

/** `3 sessions`, `1 session`; where an s does not make the plural, it is given. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

/** What people may ask, after "was not let": `add a note`. */
export const requestWords: Readonly<Record<RequestKind, string>> = {
  restore: 'ask to restore',
  retry: 'ask to retry',
  close: 'ask to close',
  scope: 'choose what is denied',
  vouch: 'vouch for the finding',
  name: 'name the principal',
  note: 'add a note',
  askOwner: 'have the owner asked',
  answerOwner: 'answer for the owner',
}

/** What of a role is denied. */
export const scopeWords: Readonly<Record<BlockScope, string>> = { session: 'the one session', role: 'the whole role' }

/** The first letter large, the rest as it is. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A duration in its two largest units: `820 ms`, `12.3 s`, `4 min 12 s`, `5 h 2 min`, `3 d 4 h`. */
export function describeDuration(durationMs: number): string {
  if (durationMs < SECOND) return `${Math.round(durationMs)} ms`
  if (durationMs < MINUTE) return `${Math.floor(durationMs / 100) / 10} s`
  if (durationMs < HOUR) return inTwo(durationMs, [MINUTE, 'min'], [SECOND, 's'])
  if (durationMs < DAY) return inTwo(durationMs, [HOUR, 'h'], [MINUTE, 'min'])
  return inTwo(durationMs, [DAY, 'd'], [HOUR, 'h'])
}

type Unit = readonly [ms: number, name: string]

function inTwo(durationMs: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  return `${Math.floor(durationMs / large)} ${largeName} ${Math.floor((durationMs % large) / small)} ${smallName}`
}

export const severityWords = ['critical', 'high', 'medium', 'low'] as const
export type SeverityWord = (typeof severityWords)[number]

/** GuardDuty's words for its scale. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export function severityWord(severity: number): SeverityWord {
  if (severity >= 9) return 'critical'
  if (severity >= 7) return 'high'
  return severity >= 4 ? 'medium' : 'low'
}
