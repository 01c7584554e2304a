import type { Exercise } from '../../../exercises/exercise-file.js'
import { terminalText } from '../../terminal-text.js'
import type { Paint } from './paint.js'
import { wrap } from './text-width.js'

type Listed = Pick<Exercise, 'id' | 'title' | 'minutes' | 'mode' | 'playbook' | 'summary'>

/** The exercises for somebody who chooses one, the shortest first. */
export function listLines(exercises: readonly Listed[], width: number, paint: Paint): string[] {
  const sorted = exercises.toSorted((one, other) => one.minutes - other.minutes)
  const wrapped = (text: string, indent: number) =>
    wrap(terminalText(text.replace(/\s+/g, ' '), 5_000), width - indent - 1).map(
      (line) => `${' '.repeat(indent)}${line}`,
    )
  return [
    ...sorted.flatMap(({ id, title, minutes, mode, playbook, summary }) => [
      ` ${paint('question', id)}  ${paint('dim', `${minutes} min`)}`,
      ...wrapped(title, 3).map((line) => paint('strong', line)),
      ...wrapped(summary, 3),
      ...wrapped(`${modes[mode]}; playbook ${playbook}`, 3).map((line) => paint('dim', line)),
      '',
    ]),
    ...wrapped('Play one: tourniquet exercise run ID. Watch one: add --player good --time-scale 60.', 1),
  ]
}

const modes: Readonly<Record<Exercise['mode'], string>> = {
  rehearse: 'rehearse: the real playbook on a simulated account',
  discuss: 'discuss: people talk it through',
}
