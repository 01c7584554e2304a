import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Narrator } from '../../../exercises/narrator.js'
import type { RunEvent } from '../../../exercises/run-event.js'
import { Board } from './board.js'
import { headerLines } from './briefing.js'
import { rowLines } from './columns.js'
import type { Paint } from './paint.js'
import { endRow, rowOf, type Viewer } from './timeline-row.js'

/** Where a run is shown that nobody plays by hand. */
export interface FilmScreen {
  readonly print: (line: string) => void
  readonly width: () => number
  readonly paint: Paint
}

/** Tells a run as it goes, one row an event, to people who look on. What is hidden stays hidden until it comes to light. */
export function filmNarrator(
  { print, width, paint }: FilmScreen,
  { pace, people }: { readonly pace: string; readonly people: string },
): Narrator {
  const shown: { board: Board | null } = { board: null }
  const show = (lines: readonly string[]) => {
    for (const line of lines) print(line)
  }
  return {
    begin: async (exercise: Exercise) => {
      shown.board = new Board(exercise)
      show(headerLines(exercise, { pace, people }, width(), paint))
    },
    tell: async (event: RunEvent) => {
      const { board } = shown
      board?.notice(event)
      const viewer: Viewer = {
        secrets: false,
        marks: true,
        incidentNo: (incident) => board?.incidentNo(incident) ?? null,
        isTold: (inject) => board?.isTold(inject) === true,
      }
      const row = rowOf(event, viewer)
      if (row !== null) show(rowLines(row, width(), paint))
    },
    end: async (record) => show(rowLines(endRow(record), width(), paint)),
  }
}
