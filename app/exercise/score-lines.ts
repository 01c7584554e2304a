import { showDuration } from '../../exercises/duration.js'
import type { Score, ScoredObjective } from '../../exercises/score.js'
import { terminalText } from '../terminal-text.js'
import type { KeptFiles } from './run-result.js'

/** What came of a run, for a terminal: each objective, what was missed, and where the rest is. */
export function scoreLines({ objectives, injects, path }: Score, { record, report }: KeptFiles): string[] {
  const met = objectives.filter((objective) => objective.met).length
  return [
    '',
    `${met} of ${objectives.length} objectives met`,
    ...objectives.map(objectiveLine),
    ...injects
      .filter((inject) => !inject.met)
      .map(({ title, why }) => `  missed  ${terminalText(`${title}: ${why}`, 600)}`),
    ...(path.asExpected ? [] : [`  path    ${terminalText(path.actual.join(' > '), 600)}`]),
    '',
    'After-action report',
    `  to read      ${terminalText(report.html, 600)}`,
    `  to pass on   ${terminalText(report.markdown, 600)}`,
    `  to compute   ${terminalText(report.json, 600)}`,
    `  the record   ${terminalText(record, 600)}`,
  ]
}

function objectiveLine(objective: ScoredObjective): string {
  const { status, text, value, target } = objective
  const word = { met: 'met', partly: 'partly', notMet: 'not met' }[status]
  return `  ${word.padEnd(8)}${terminalText(text, 400)}: ${shown(objective, value)}, target ${shown(objective, target)}`
}

function shown({ metric }: ScoredObjective, value: ScoredObjective['value']): string {
  if (value === null) return 'never'
  return metric.startsWith('timeTo') && typeof value === 'number' ? showDuration(value) : terminalText(String(value))
}
