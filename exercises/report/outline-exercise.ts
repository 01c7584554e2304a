import { inWords } from '../../src/engine/in-words.js'
import {
  type Block,
  type Cell,
  code,
  fact,
  list,
  number,
  paragraph,
  type Section,
  status,
  table,
  text,
  time,
} from '../../src/report/outline.js'
import { showExerciseTime } from '../duration.js'
import type { ExerciseReview, Trend } from './after-action-schema.js'
import { numbers } from './outline-shared.js'
import { showMeasured, showMetric } from './show-measured.js'
import { sparkline } from './sparkline.js'
import { toNumber, trendDoubts } from './trend-of.js'

const STATUS = {
  met: status('met', 'good'),
  partly: status('partly', 'open'),
  notMet: status('not met', 'bad'),
} as const

export function objectives({ objectives: found }: ExerciseReview): Section {
  const rows = found.map(({ id, text: said, unit, status: stands, value, target, evidence }) => [
    code(id),
    text(said),
    STATUS[stands],
    text(showMeasured(value, unit)),
    text(showMeasured(target, unit)),
    text(numbers(evidence)),
  ])
  const columns = ['Objective', 'What', 'Status', 'Value', 'Target', 'Timeline']
  return { id: 'objectives', title: 'Objectives', blocks: table('What the exercise was to show', columns, rows) }
}

export function metrics({ metrics: found, incidents }: ExerciseReview): Section {
  const known = found.filter(({ value, target }) => value !== null || target !== null)
  const rows = known.map((metric) => [
    text(metric.label),
    text(showMetric(metric)),
    text(metric.target === null ? '–' : showMeasured(metric.target, metric.unit)),
    metric.met === null ? text('–') : metric.met ? status('met', 'good') : status('not met', 'bad'),
  ])
  return {
    id: 'metrics',
    title: 'Metrics',
    blocks: [
      ...table('Metrics against targets', ['Metric', 'Value', 'Target', 'Met'], rows),
      ...(known.some(({ name }) => name === 'wentOnAfterFaults') ? [paragraph(AFTER_FAULTS)] : []),
      ...eachIncident(incidents),
      ...list('Without a value', unknown(found)),
    ],
  }
}

const AFTER_FAULTS =
  'After a fault it went on where an incident came further or a decision counted. That the fault hit anything is not measured.'

/** The metrics are of the first incident; where there are several, each has times of its own. */
function eachIncident(incidents: ExerciseReview['incidents']): Block[] {
  if (incidents.length < 2) return []
  const rows = incidents.map(({ id, state, openedAtMs, toDecide, toContain, toRestore }, index) => [
    number(index + 1),
    code(id),
    text(openedAtMs === null ? '–' : showExerciseTime(openedAtMs)),
    ...[toDecide, toContain, toRestore].map((value) => text(showMeasured(value, 'ms'))),
    text(inWords(state)),
  ])
  const columns = ['No.', 'Incident', 'Opened', 'To decide', 'To contain', 'To restore', 'At the end']
  return table('Each incident, from its own beginning', columns, rows)
}

/** Those that have no value for the same reason stand together: `Time to decide, decision about the block: nobody was asked.` */
function unknown(found: ExerciseReview['metrics']): string[] {
  const labels = new Map<string, string[]>()
  for (const { label, why } of found) {
    if (why !== null) labels.set(why, [...(labels.get(why) ?? []), label])
  }
  return [...labels].map(([why, names]) => {
    const [first = '', ...rest] = names
    return `${[first, ...rest.map((name) => name.charAt(0).toLowerCase() + name.slice(1))].join(', ')}: ${why}`
  })
}

/** Left out where there is none: a discussion goes through no states. */
export function path({ path: { expected, actual, asExpected, missing, unexpected } }: ExerciseReview): Section[] {
  if (asExpected === null && actual.length === 0) return []
  const shown = (states: readonly string[]) => (states.length === 0 ? 'none' : states.map(inWords).join(' → '))
  const verdict =
    asExpected === null
      ? text('nothing was expected')
      : asExpected
        ? status('as expected', 'good')
        : status('not as expected', 'bad')
  const facts = [
    ...(asExpected === null ? [] : [fact('Expected', text(shown(expected)))]),
    ...(asExpected === true ? [] : [fact('Actual', text(shown(actual)))]),
    fact('Verdict', verdict),
    ...(missing.length === 0 ? [] : [fact('Never came to', text(missing.map(inWords).join(', ')))]),
    ...(asExpected === null || unexpected.length === 0
      ? []
      : [fact('Came to unexpectedly', text(unexpected.map(inWords).join(', ')))]),
  ]
  return [{ id: 'path', title: 'Expected and actual path', blocks: [{ kind: 'facts', facts }] }]
}

/** Nothing is got in a discussion, nor by somebody who may do what they did. */
export function attackTitle({ attacker: { harmless, calls } }: ExerciseReview): string {
  if (harmless) return 'What looked like an attack'
  return calls === null ? 'The attack' : 'What the attacker got'
}

export function injects({ injects: found, answers }: ExerciseReview): Section {
  const rows = found.map((inject) => [
    code(inject.id),
    text(inWords(inject.kind)),
    text(inject.title),
    resultOf(inject),
    text(inject.why),
  ])
  const marks = answers.map(({ title, by, points, outOf, made, notMade, scoredBy }) => [
    text(title),
    text(by),
    text(`${points} of ${outOf}`),
    text(made.join('; ') || '–'),
    text(notMade.join('; ') || '–'),
    text(scoredBy),
  ])
  const columns = ['Question', 'Best answer by', 'Points', 'Said', 'Left out', 'Marked by']
  return {
    id: 'injects',
    title: 'Injects and answers',
    blocks: [
      ...table('Injects', ['Inject', 'Kind', 'What', 'Result', 'Why'], rows),
      ...table('Answers', columns, marks),
      ...(answers.some(({ scoredBy }) => scoredBy === 'keywords')
        ? [paragraph('Keywords mark what was mentioned, not whether it was meant: the facilitator may overrule them.')]
        : []),
    ],
  }
}

function resultOf({ met, played, asks }: ExerciseReview['injects'][number]): Cell {
  if (asks) return met ? status('met', 'good') : status(played ? 'missed' : 'not played', 'bad')
  return met ? text('told') : played ? status('failed', 'bad') : text('not played')
}

export function trend({ trend: found }: ExerciseReview): Section[] {
  return found === null ? [] : [{ id: 'trend', title: 'Trend', blocks: trendBlocks(found) }]
}

const CHANGE = { better: status('better', 'good'), worse: status('worse', 'bad'), same: text('same') } as const

/** The runs, and each metric over them; at most the last ten runs have a column of their own. */
export function trendBlocks(trend: Trend): Block[] {
  const { runs, metrics } = trend
  const last = runs.slice(-10)
  const found = metrics.filter(({ values }) => values.some((value) => value !== null))
  const rows = found.map(({ label, unit, values, target, change }) => [
    text(label),
    ...values.slice(-10).map((value) => text(showMeasured(value, unit))),
    text(sparkline(values.map(toNumber))),
    target === null ? text('–') : text(showMeasured(target, unit)),
    change === null ? text('–') : CHANGE[change],
  ])
  const played = runs.map(({ no, playedAt, players, mode, seed, objectivesMet, objectives: all }) => [
    number(no),
    time(playedAt),
    text(players),
    text(mode === 'discuss' ? 'discussion' : 'rehearsal'),
    number(seed),
    text(`${objectivesMet} of ${all}`),
  ])
  const columns = ['Metric', ...last.map(({ no }) => `Run ${no}`), 'Trend', 'Target', 'Last run']
  return [
    ...table('Metrics over the runs', columns, rows),
    ...table('Runs', ['Run', 'Played', 'Players', 'Mode', 'Seed', 'Objectives met'], played),
    ...list('', trendDoubts(trend)),
  ]
}
