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
    row(BRIEFING, end, 'The exercise; T+00:00 is where it begins'),
    ...[...byMinute(timed)].map(([minute, titles]) => row(minute, null, titles.join('; '))),
    row(end, end + HOT_WASH, 'Debrief (hot wash): who does what until when'),
  ]
}

/** What comes in one minute stands in one row. */
function byMinute(timed: readonly { readonly atMs: number; readonly title: string; readonly id: string }[]) {
  const minutes = new Map<number, string[]>()
  for (const { atMs, title, id } of timed) {
    const minute = BRIEFING + Math.floor(atMs / 60_000)
    minutes.set(minute, [...(minutes.get(minute) ?? []), `${title} (${id})`])
  }
  return minutes
}

function row(from: number, to: number | null, what: string): readonly Cell[] {
  return [text(String(from)), text(to === null ? '' : String(to)), text(what)]
}
