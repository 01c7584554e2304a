import { type Cell, text } from '../../src/report/outline.js'
import type { Exercise } from '../exercise-file.js'
import { triggerOf } from '../trigger.js'

const [BRIEFING, HOT_WASH] = [5, 15]

/** A plan of the meeting in minutes: a briefing, the exercise itself with the injects whose time is known, and the hot wash. */
export function agendaOf({ minutes, injects }: Exercise): (readonly Cell[])[] {
  const timed = injects
    .flatMap((inject) => {
      const trigger = triggerOf(inject)
      return trigger.kind === 'at' ? [{ atMs: trigger.atMs, title: inject.title, id: inject.id }] : []
    })
    .toSorted((a, b) => a.atMs - b.atMs)
  const end = BRIEFING + minutes
  return [
    row(0, BRIEFING, 'Briefing: roles, rules, that it is an exercise and nothing live can be reached'),
    row(BRIEFING, end, 'The exercise; T+00:00 is its begin'),
    ...timed.map(({ atMs, title, id }) => row(BRIEFING + Math.floor(atMs / 60_000), null, `Inject ${id}: ${title}`)),
    row(end, end + HOT_WASH, 'Debrief (hot wash), and the improvement plan'),
  ]
}

function row(from: number, to: number | null, what: string): readonly Cell[] {
  return [text(String(from)), text(to === null ? '' : String(to)), text(what)]
}
