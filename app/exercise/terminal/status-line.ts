import { showDuration, showExerciseTime } from '../../../exercises/duration.js'
import { inWords } from '../../../src/engine/in-words.js'
import { terminalText } from '../../terminal-text.js'
import type { Pace } from '../paced/pace.js'
import type { Board, OpenMatter } from './board.js'
import type { Paint } from './paint.js'
import type { RolesPlayed } from './roles-played.js'
import { cut } from './text-width.js'

export interface StatusScene {
  readonly nowMs: number
  readonly board: Board
  readonly roles: RolesPlayed
  readonly pace: Pick<Pace, 'scale' | 'isPaused' | 'hurryUntilMs'>
}

/** The line at the bottom: ` T+02:10  awaiting approval  block? 0 of 1, 12m50s left  you: shop by T+04:51  x10`. */
export function statusLine({ nowMs, board, roles, pace }: StatusScene, width: number, paint: Paint): string {
  const parts = [
    showExerciseTime(nowMs),
    paceWord(pace),
    ...board.incidents.map(({ no, state }) => `${board.incidents.length > 1 ? `${no}: ` : ''}${inWords(state)}`),
    ...board.approvals.map(({ question, approvedBy, quorum, expiresAtMs }) => {
      const left = expiresAtMs === null ? '' : `, ${leftUntil(expiresAtMs, nowMs)} left`
      return `${question === 'contain' ? 'block' : 'restore'}? ${approvedBy.length} of ${quorum}${left}`
    }),
    ...expectedOf(board, roles).map(({ inject, untilMs }) => `${inject}: ${leftUntil(untilMs, nowMs)} left`),
  ]
  const text = cut(` ${parts.map((part) => terminalText(part, 80)).join('  |  ')} `, width - 1)
  return paint('marked', text)
}

/** What is expected of those who play, the first to be done first. */
export function expectedOf({ matters }: Board, { played }: RolesPlayed): OpenMatter[] {
  const ours = matters.filter(({ to }) => to.length === 0 || to.some((role) => played.includes(role)))
  return ours.toSorted((one, other) => one.untilMs - other.untilMs)
}

function paceWord({ scale, isPaused, hurryUntilMs }: StatusScene['pace']): string {
  if (isPaused) return 'PAUSED'
  return hurryUntilMs === null ? `x${Number(scale.toFixed(1))}` : 'fast forward'
}

/** To the second; what is longer than an hour to the minute. */
export function leftUntil(atMs: number, nowMs: number): string {
  const leftMs = Math.max(0, atMs - nowMs)
  const unitMs = leftMs > 3_600_000 ? 60_000 : 1_000
  return showDuration(Math.ceil(leftMs / unitMs) * unitMs)
}
