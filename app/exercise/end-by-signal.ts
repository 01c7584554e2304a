import type { Exercise } from '../../exercises/exercise-file.js'
import { type EndMove, FACILITATOR } from '../../exercises/moves.js'

/** The move that ends a run from where it was started: whoever leads makes it, else the first who plays. null: nobody does. */
export function endBySignal({ roles }: Pick<Exercise, 'roles'>): EndMove | null {
  const by = roles.find(({ id }) => id === FACILITATOR) ?? roles[0]
  return by === undefined ? null : { by: by.id, does: 'end', reason: 'Ended where it was started, by a signal.' }
}
