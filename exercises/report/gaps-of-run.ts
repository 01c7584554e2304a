import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { count } from '../../src/report/words.js'
import { showDuration } from '../duration.js'
import type { Exercise } from '../exercise-file.js'
import type { RunRecord } from '../run-record.js'
import type { Score } from '../score.js'
import type { TimelineEntry } from './after-action-schema.js'
import { attackGaps } from './gaps-of-attack.js'
import { injectGaps } from './gaps-of-injects.js'
import { objectiveGaps } from './gaps-of-objectives.js'
import { peopleGaps } from './gaps-of-people.js'
import type { FoundGap } from './plan-improvement.js'

/** What a run is looked at for. The timeline has one entry for each event of the record. */
export interface Looked {
  readonly exercise: Exercise
  readonly record: RunRecord
  /** Of its incidents, as far as they could be read. */
  readonly reports: readonly IncidentReport[]
  readonly score: Score
  readonly timeline: readonly TimelineEntry[]
}

/** All that did not go as it should, the gravest first, each with what would close it. Made of the record alone. */
export function gapsOfRun(looked: Looked): FoundGap[] {
  const gaps = [
    ...failedGaps(looked),
    ...attackGaps(looked),
    ...injectGaps(looked),
    ...peopleGaps(looked),
    ...pathGaps(looked),
    ...cutShort(looked),
  ]
  return [...gaps, ...objectiveGaps(looked, new Set(gaps.map(({ cause }) => cause)))]
}

function failedGaps({ record: { end, events } }: Looked): FoundGap[] {
  if (end.kind !== 'failed') return []
  return [
    {
      cause: 'failed',
      text: `The exercise itself failed, so that it meets none of its objectives: ${end.error}`,
      evidence: lastOf(events),
      action:
        'Find out why the exercise failed, and play it again: nothing in this report can be compared with other runs.',
    },
  ]
}

function cutShort({ record: { end, events, endedAtMs } }: Looked): FoundGap[] {
  switch (end.kind) {
    case 'finished':
    case 'failed':
      return []
    case 'limit':
      return [
        {
          cause: 'limit',
          text: `Time was up after ${showDuration(endedAtMs)}, with things still to do.`,
          evidence: lastOf(events),
          action: 'Find out what took so long, and play the exercise again to its end.',
        },
      ]
    case 'stopped':
      return [
        {
          cause: 'limit',
          text: `${end.by} ended the exercise before its end: ${end.reason}`,
          evidence: lastOf(events),
          action: 'Play the exercise again to its end.',
        },
      ]
    default:
      return assertNever(end, 'end')
  }
}

function lastOf(events: Looked['record']['events']): number[] {
  return events.length === 0 ? [] : [events.length]
}

function pathGaps({ score: { path }, timeline }: Looked): FoundGap[] {
  const { expected, asExpected, missing, unexpected } = path
  if (expected.length === 0 || asExpected) return []
  const parts = [
    ...(missing.length === 0 ? [] : [`it never came to ${missing.map(inWords).join(', ')}`]),
    ...(unexpected.length === 0 ? [] : [`it came to ${unexpected.map(inWords).join(', ')}`]),
  ]
  const how = parts.length === 0 ? 'the same states came in another order, or more than once' : parts.join('; ')
  const first = timeline.find(({ state, incident }) => state !== null && incident !== null)?.incident ?? null
  const at = timeline.filter(
    ({ state, incident }) => incident === first && state !== null && unexpected.includes(state),
  )
  return [
    {
      cause: 'path',
      text: `The incident did not go the expected way: ${how}.`,
      evidence: at.map(({ no }) => no),
      action: `Go through ${count(expected.length, 'state')} of the expected path with the team (${expected.map(inWords).join(' → ')}), and find where this run left it, and why.`,
    },
  ]
}
