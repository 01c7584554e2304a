import type { Exercise } from '../exercise-file.js'
import { passMark } from '../rubric.js'
import type { RunRecord } from '../run-record.js'
import type { Inject } from '../schema/injects.js'
import type { ScoredAnswer, ScoredInject } from '../score.js'
import { asksPeople } from './asks-people.js'

/**
 * How every inject of the exercise ended, in the order of the file. One without an end on the record is missed, and so is a question
 * whose points the facilitator took back after it was met.
 */
export function scoreInjects(
  { injects }: Exercise,
  { events }: RunRecord,
  answers: readonly ScoredAnswer[],
): ScoredInject[] {
  return injects.map((inject) => {
    const { id, title } = inject
    const ended = events.find((event) => event.kind === 'INJECT_ENDED' && event.inject === id)
    const played = events.some((event) => event.kind === 'INJECT' && event.inject === id)
    const asks = asksPeople(inject)
    const missed = (why: string): ScoredInject => ({ id, title, met: false, played, asks, why })
    if (ended?.kind !== 'INJECT_ENDED') return missed('The record does not say how it ended.')
    if (ended.outcome === 'missed') return missed(ended.why)
    return wasTakenBack(inject, answers)
      ? missed('It was met by the keywords, and the facilitator took points back.')
      : { id, title, met: true, played, asks, why: ended.why }
  })
}

function wasTakenBack(inject: Inject, answers: readonly ScoredAnswer[]): boolean {
  if (inject.kind !== 'question') return false
  const answer = answers.find((each) => each.inject === inject.id)
  return answer !== undefined && answer.points < passMark(inject)
}
