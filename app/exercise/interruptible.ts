import type { Exercise } from '../../exercises/exercise-file.js'
import type { Players, Table } from '../../exercises/players.js'
import { endBySignal } from './end-by-signal.js'

export interface Interruptible {
  readonly players: Players
  /** Ends the run as somebody who plays would, so that it is kept; false: it has not begun, and there is nothing to keep. */
  interrupt(): boolean
}

/** The same players, whose run can be ended by somebody who only looks on. */
export function interruptible(players: Players, exercise: Pick<Exercise, 'roles'>): Interruptible {
  const seat: { table: Table | null; isOver: boolean } = { table: null, isOver: false }
  return {
    players: {
      name: players.name,
      begin: async (table) => {
        seat.table = table
        await players.begin(table)
      },
      see: async (event, table) => await players.see(event, table),
      end: () => {
        seat.isOver = true
        players.end()
      },
    },
    interrupt: () => {
      const move = endBySignal(exercise)
      if (seat.table === null || move === null) return false
      if (!seat.isOver) seat.table.play(move)
      return true
    },
  }
}
