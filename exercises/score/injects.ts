import type { Exercise } from '../exercise-file.js'
import type { RunRecord } from '../run-record.js'
import type { ScoredInject } from '../score.js'

/** How every inject of the exercise ended, in the order of the file. One without an end on the record is missed. */
export function scoreInjects({ injects }: Exercise, { events }: RunRecord): ScoredInject[] {
  return injects.map(({ id, title }) => {
    const ended = events.find((event) => event.kind === 'INJECT_ENDED' && event.inject === id)
    const played = events.some((event) => event.kind === 'INJECT' && event.inject === id)
    if (ended?.kind !== 'INJECT_ENDED')
      return { id, title, met: false, played, why: 'The record does not say how it ended.' }
    return { id, title, met: ended.outcome === 'met', played, why: ended.why }
  })
}
