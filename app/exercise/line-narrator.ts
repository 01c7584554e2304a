import type { Narrator } from '../../exercises/narrator.js'
import { terminalText } from '../terminal-text.js'
import { eventLine } from './event-line.js'

/** Tells a run as lines, one an event. */
export function lineNarrator(print: (line: string) => void): Narrator {
  return {
    begin: async ({ title, seed }) => print(`EXERCISE: ${terminalText(title)} (seed ${seed})`),
    tell: async (event) => {
      const line = eventLine(event)
      if (line !== null) print(line)
    },
    end: async () => {},
  }
}
