import { assertNever } from '../../../src/domain/assert-never.js'
import { MOST_SCALE, type Pace } from '../paced/pace.js'
import type { Board } from './board.js'
import type { PaceCommand } from './command.js'
import type { RolesPlayed } from './roles-played.js'
import { expectedOf, leftUntil } from './status-line.js'

interface PaceScene {
  readonly pace: Pace
  readonly board: Board
  readonly roles: RolesPlayed
  readonly nowMs: number
}

/** By the clock of those who play: in less than this nobody does anything any more. */
const NO_TIME_MS = 3_000

/** Sets the clock as people want it; answers with what they are told of it, '' for nothing. */
export function setPace(command: PaceCommand, scene: PaceScene): string {
  const { pace } = scene
  switch (command.does) {
    case 'pause':
      pace.pause()
      return 'The clock stands. `go` lets it run again.'
    case 'go':
      pace.resume()
      return 'The clock runs.'
    case 'ff':
      return fastForward(scene)
    case 'faster':
      return setScale(pace, pace.scale * 2)
    case 'slower':
      return setScale(pace, pace.scale / 2)
    case 'scale':
      return setScale(pace, command.scale)
    default:
      return assertNever(command, 'command')
  }
}

function setScale(pace: Pace, scale: number): string {
  pace.setScale(Math.min(MOST_SCALE, Math.max(1, Math.round(scale))))
  return `The clock of the exercise runs ${pace.scale} times as fast as yours${pace.isPaused ? ', once it does' : ''}.`
}

/** Half way at most to what people are to do, so that nobody runs past it unawares; right before it they may. */
function fastForward({ pace, board, roles, nowMs }: PaceScene): string {
  const due = expectedOf(board, roles).find(({ isAnswered, untilMs }) => !isAnswered && untilMs > nowMs)
  const leftMs = due === undefined ? 0 : due.untilMs - nowMs
  if (due === undefined || leftMs / pace.scale < NO_TIME_MS) {
    pace.fastForward()
    return ''
  }
  pace.fastForward(nowMs + leftMs / 2)
  return `To what comes next, half way at most to when you are due: ${due.inject}, ${leftUntil(due.untilMs, nowMs)} left.`
}
