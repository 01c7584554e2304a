import { showExerciseTime } from '../../../exercises/duration.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { inWords } from '../../../src/engine/in-words.js'
import type { Board } from './board.js'
import { pairLines } from './columns.js'
import type { NumberedOffer } from './offer-numbers.js'
import type { Paint } from './paint.js'
import type { RolesPlayed } from './roles-played.js'
import { showOffer } from './show-offer.js'
import { expectedOf, leftUntil, type StatusScene } from './status-line.js'

type Pair = readonly [string, string]

/** Where everything stands, and what is expected of those who play, by when. */
export function statusLines(
  scene: StatusScene & { readonly exercise: Exercise; readonly offers: readonly NumberedOffer[] },
  width: number,
  paint: Paint,
): string[] {
  const { nowMs, board, roles, pace, exercise, offers } = scene
  const running = pace.isPaused ? 'paused: go' : `${pace.scale} times a real clock`
  const pairs: Pair[] = [
    [
      'time',
      `${showExerciseTime(nowMs)}, ${running}; it ends at ${showExerciseTime(exercise.limits.maxDuration.ms)} at the latest`,
    ],
    ...(exercise.mode === 'discuss' ? [] : incidentPairs(board)),
    ...board.approvals.map(({ question, approvedBy, quorum, expiresAtMs }): Pair => {
      const until = expiresAtMs === null ? '' : `, ${leftUntil(expiresAtMs, nowMs)} left`
      const who = approvedBy.length === 0 ? '' : ` (${approvedBy.join(', ')})`
      return [
        'asked',
        `${question === 'contain' ? 'block' : 'restore'}? ${approvedBy.length} of ${quorum}${who}${until}`,
      ]
    }),
    ...expectedOf(board, roles).map(({ inject, title, to, untilMs, isAnswered }): Pair => {
      const whom = to.length === 0 ? 'anybody' : to.join(', ')
      const said = isAnswered ? ' (answered)' : ''
      return ['expected', `${whom}: ${title} [${inject}], ${leftUntil(untilMs, nowMs)} left${said}`]
    }),
  ]
  return [
    ...pairLines(pairs, width, paint, 10),
    ...(offers.length === 0 ? pairLines([['now', 'nothing is asked of you']], width, paint, 10) : []),
    ...offers.flatMap((offer) => showOffer(offer, width, paint)),
  ]
}

/** Where an incident waits for a person without a question that could be approved. */
const waysOn: Readonly<Record<string, string>> = {
  needsHuman: ': `retry REASON` lets it go on, once what stopped it is mended',
  unconfirmed: ': `vouch REASON` if you know that the finding is true',
}

function incidentPairs({ incidents }: Board): Pair[] {
  if (incidents.length === 0) return [['incident', 'none yet']]
  return incidents.map(({ no, state, id }): Pair => {
    return [incidents.length > 1 ? `incident ${no}` : 'incident', `${inWords(state)} (${id})${waysOn[state] ?? ''}`]
  })
}

/** Who takes part, who plays them, and what they may decide. */
export function whoLines(
  { roles, world: { approvals } }: Exercise,
  board: Board,
  { played }: RolesPlayed,
  nowMs: number,
  width: number,
  paint: Paint,
): string[] {
  const pairs = roles.map(({ id, name, does }): Pair => {
    const may = [
      approvals.contain.approvers.includes(id) ? 'may approve the block' : '',
      approvals.contain.escalateTo.includes(id) ? 'is asked about the block when time runs out' : '',
      approvals.restore.approvers.includes(id) ? 'may approve the restore' : '',
      approvals.operators.includes(id) ? 'operates Tourniquet' : '',
      board.isAway(id, nowMs) ? 'IS AWAY' : '',
    ].filter((text) => text !== '')
    const rights = may.length === 0 ? '' : `; ${may.join(', ')}`
    return [id, `${played.includes(id) ? 'you' : 'the program'}: ${name}, who ${does}${rights}`]
  })
  return pairLines(pairs, width, paint, 10)
}
