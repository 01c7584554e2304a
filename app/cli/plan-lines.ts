import type { AfterAction, OpenAction } from '../../exercises/report/after-action-schema.js'
import { terminalText } from '../terminal-text.js'
import { MOST_CHARS } from './refuse-exercise.js'

type Line = Pick<OpenAction, 'id' | 'action' | 'owner' | 'dueAt'>

/** An improvement plan for a terminal, an action a line. */
export function planLines({ improvements }: AfterAction): string[] {
  if (improvements.length === 0) return ['The report has no action.']
  return improvements.map((each) => {
    const since = each.openSince === null ? 'open' : `open since run ${each.openSince}`
    return line(each, each.status === 'done' ? 'done' : since)
  })
}

/** What earlier runs left, with the run in whose plan it is completed. */
export function leftLines(left: readonly OpenAction[]): string[] {
  if (left.length === 0) return []
  return [
    'Still open from earlier runs:',
    ...left.map((each) => line({ ...each, id: `--run ${each.run} ${each.id}` }, `open since run ${each.since}`)),
  ]
}

function line({ id, action, owner, dueAt }: Line, stands: string): string {
  const who = owner === '' ? 'no owner' : owner
  return `${id.padEnd(4)} ${stands}, ${terminalText(who, MOST_CHARS)}, ${dueAt ?? 'no date'}: ${terminalText(action, MOST_CHARS)}`
}
