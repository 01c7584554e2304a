import type { Exercise } from './exercise-file.js'
import type { RunEvent } from './run-event.js'
import type { RunRecord } from './run-record.js'

/**
 * Shows a run to people: in a terminal, in a channel, nowhere. Told of each event before the players are. It must not throw:
 * what it cannot show it leaves out, and a run does not depend on it.
 */
export interface Narrator {
  begin(exercise: Exercise, startedAt: string): Promise<void>
  tell(event: RunEvent): Promise<void>
  end(record: RunRecord): Promise<void>
}

export const silentNarrator: Narrator = {
  begin: async () => {},
  tell: async () => {},
  end: async () => {},
}
