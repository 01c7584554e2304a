import type { Exercise } from '../../../exercises/exercise-file.js'
import { attackerOfRun } from '../../../exercises/report/attacker-of-run.js'
import { attackerWords } from '../../../exercises/report/attacker-words.js'
import { unitOf } from '../../../exercises/report/metric-words.js'
import { showMeasured } from '../../../exercises/report/show-measured.js'
import type { RunEnd, RunRecord } from '../../../exercises/run-record.js'
import type { Score, ScoredObjective } from '../../../exercises/score.js'
import type { EndNews } from '../../../integrations/slack/exercise-post.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { inWords } from '../../../src/engine/in-words.js'
import type { RunTime } from './run-time.js'

/** What is told of a run when it is over. */
export function endOfRun(
  { objectives, injects, path }: Score,
  { exercise, record }: { readonly exercise: Exercise; readonly record: RunRecord },
  time: RunTime,
): EndNews {
  // Of the others people were only told.
  const asking = injects.filter(({ asks }) => asks)
  const missed = asking.filter(({ met }) => !met)
  return {
    kind: 'end',
    at: time.sinceStart(record.endedAtMs),
    how: endWords(record.end),
    objectives: objectives.map((objective) => ({
      status: objective.status,
      text: objective.text,
      value: shown(objective, objective.value),
      target: shown(objective, objective.target),
    })),
    injects: {
      met: asking.length - missed.length,
      outOf: asking.length,
      missed: missed.map(({ title, why }) => ({ title, why })),
    },
    path: { asExpected: path.asExpected, actual: path.actual.map(inWords) },
    attacker: attackerWords(attackerOfRun(exercise, record)),
    liveAwsCalls: record.liveAwsCalls,
    report: null,
  }
}

function shown({ metric }: ScoredObjective, value: ScoredObjective['value']): string {
  return showMeasured(value, unitOf(metric))
}

function endWords(end: RunEnd): string {
  switch (end.kind) {
    case 'finished':
      return 'There was nothing left to do.'
    case 'limit':
      return 'The time of the exercise was over.'
    case 'stopped':
      return `It was ended by ${end.by}: ${end.reason}`
    case 'failed':
      return `It failed, and counts for little: ${end.error}`
    default:
      return assertNever(end, 'end')
  }
}
