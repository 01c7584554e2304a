import { showExerciseTime } from '../../../exercises/duration.js'
import { terminalText } from '../../terminal-text.js'
import type { NumberedOffer } from './offer-numbers.js'
import type { Paint } from './paint.js'
import { wrap } from './text-width.js'

const INDENT = 10

/** `? Block it? (by T+15:06)`, and below it the choices with their numbers. */
export function showOffer({ title, choices, untilMs }: NumberedOffer, width: number, paint: Paint): string[] {
  const until = untilMs === null ? '' : ` (by ${showExerciseTime(untilMs)})`
  const numbered = choices.map(({ label, number }) => `${number} ${label}`).join('    ')
  const indent = ' '.repeat(width < 60 ? 4 : INDENT)
  const lines = wrapAtChoices(numbered, width - indent.length - 3)
  return [
    ...wrap(`${terminalText(title, 300)}${until}`, width - indent.length - 3).map(
      (line, index) => `${indent}${paint('question', index === 0 ? '? ' : '  ')}${paint('strong', line)}`,
    ),
    ...lines.map((line) => `${indent}  ${paint('question', line)}`),
  ]
}

/** A choice stays on one line where it can. */
function wrapAtChoices(text: string, width: number): string[] {
  const lines: string[] = []
  for (const choice of text.split('    ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 4 + choice.length <= width) lines[lines.length - 1] = `${last}    ${choice}`
    else lines.push(...wrap(choice, width))
  }
  return lines
}
