import { count } from '../../src/report/words.js'
import { isFoundOut } from '../score/steps-found.js'
import type { ExerciseReview } from './after-action-schema.js'
import { evidenceFor } from './evidence-for.js'
import type { Looked } from './gaps-of-run.js'
import { unitOf } from './metric-words.js'
import { nameOf } from './people.js'
import { showMeasured } from './show-measured.js'

type Strength = ExerciseReview['strengths'][number]

/** What went well, by the record alone: nothing is praised that did not happen. */
export function strengthsOfRun(looked: Looked): Strength[] {
  return [
    ...objectivesMet(looked),
    ...foundOut(looked),
    ...fullAnswers(looked),
    ...attackerHeld(looked),
    ...injectsMet(looked),
  ]
}

function objectivesMet(looked: Looked): Strength[] {
  return looked.score.objectives.flatMap((objective) => {
    const { met, text, metric } = objective
    return met ? [{ text: `${text}${heldWords(objective)}.`, evidence: evidenceFor(metric, looked) }] : []
  })
}

/** What was reached of what was aimed at; a word or a truth that is as it should be is in the objective's own text. */
function heldWords({ metric, value, target }: Looked['score']['objectives'][number]): string {
  const unit = unitOf(metric)
  if (unit === 'truth' || unit === 'word') return ''
  const aimed = value === target ? 'as aimed at' : `target ${showMeasured(target, unit)}`
  return ` (${showMeasured(value, unit)}, ${aimed})`
}

function foundOut({ exercise, record: { events } }: Looked): Strength[] {
  return events.flatMap((event, index) => {
    if (event.kind !== 'REVEALED' || !isFoundOut(event)) return []
    const who =
      event.how === 'asked' && event.by !== null
        ? `${nameOf(exercise, event.by)} asked the right question`
        : 'The evidence was read'
    return [{ text: `${who}, and found out: ${event.text}`, evidence: [index + 1] }]
  })
}

function fullAnswers({ exercise, score }: Looked): Strength[] {
  return score.answers.flatMap(({ inject, by, points, outOf }) => {
    if (outOf === 0 || points < outOf) return []
    const title = exercise.injects.find(({ id }) => id === inject)?.title ?? inject
    return [{ text: `${nameOf(exercise, by)} answered "${title}" in full.`, evidence: [] }]
  })
}

function attackerHeld({ exercise, record: { gains } }: Looked): Strength[] {
  if (gains.blockedAtMs === null || gains.callsAfterBlock.length > 0 || gains.calls.denied === 0) return []
  return [
    {
      text: `Nothing ${exercise.attack?.harmless === true ? '' : "of the attacker's "}got through after the block; ${count(gains.calls.denied, 'call')} denied in all.`,
      evidence: [],
    },
  ]
}

/** Of injects that asked something of people: to be told something is no merit. */
function injectsMet({ score: { injects } }: Looked): Strength[] {
  const asking = injects.filter(({ asks }) => asks)
  const met = asking.filter((each) => each.met)
  if (met.length === 0) return []
  return [
    {
      text: `${met.length} of ${count(asking.length, 'inject')} that asked for something met: ${met.map(({ title }) => `"${title}"`).join(', ')}.`,
      evidence: [],
    },
  ]
}
