import { FACILITATOR, type Move } from '../../../exercises/moves.js'
import type { RunEvent } from '../../../exercises/run-event.js'

/** What the facilitator wants, and the event by which it is known to have happened. */
export interface Lead {
  readonly move: Move
  readonly isMeant: (event: RunEvent) => boolean
}

/** Reads what was chosen in the form of the facilitator; null: nothing that it offers. */
export function readLead(choice: string | null): Lead | null {
  const [what, id = '', point = '', made = ''] = (choice ?? '').split(':')
  const by = FACILITATOR
  switch (what) {
    case 'inject':
      return {
        move: { by, does: 'inject', inject: id },
        isMeant: (event) => event.kind === 'INJECT' && event.inject === id,
      }
    case 'reveal':
      return {
        move: { by, does: 'reveal', step: id },
        isMeant: (event) => event.kind === 'REVEALED' && event.step === id,
      }
    case 'judge':
      if (!/^\d{1,2}$/.test(point) || (made !== 'yes' && made !== 'no')) return null
      return {
        move: { by, does: 'judge', inject: id, point: Number(point), made: made === 'yes' },
        isMeant: (event) => event.kind === 'ANSWER' && event.inject === id,
      }
    default:
      return null
  }
}
