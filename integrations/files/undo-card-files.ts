import { join } from 'node:path'
import type { UndoCards } from '../../src/ports.js'
import { writeDurably } from './write-durably.js'

const note =
  'Undo only what still says what is written here: a policy with this very document, a managed policy that was not attached before, a key that was active before.'

/** Undo cards as files, one a containment: what a person needs when database and Tourniquet are gone. */
export function undoCardFiles(directory: string): UndoCards {
  return {
    file: async (card) => {
      const text = JSON.stringify({ ...card, note }, null, 2)
      await writeDurably(join(directory, 'undo-cards', `${card.containmentId}.json`), `${text}\n`)
    },
  }
}
