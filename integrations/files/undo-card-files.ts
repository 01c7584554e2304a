import { join } from 'node:path'
import type { UndoCards } from '../../src/ports.js'
import { writeDurably } from './write-durably.js'

/** Undo cards as files, one a containment: what a person needs when database and Tourniquet are gone. */
export function undoCardFiles(directory: string): UndoCards {
  return {
    file: async (card) => {
      const text = JSON.stringify(
        { ...card, note: 'Remove only a policy whose document is the one that was written.' },
        null,
        2,
      )
      await writeDurably(join(directory, 'undo-cards', `${card.containmentId}.json`), `${text}\n`)
    },
  }
}
