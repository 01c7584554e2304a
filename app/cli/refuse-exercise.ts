import { count } from '../../src/report/words.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'

export const MOST_CHARS = 2_000

/** Says on stderr why an exercise command cannot do what was asked; a mistake of whoever asked. */
export function refuseExercise(sentence: string): ExitCode {
  process.stderr.write(`exercise: ${terminalText(sentence, MOST_CHARS)}\n`)
  return EXIT.usage
}

/** Says on stderr what is wrong with a file that was to be played. */
export function tellProblems(file: string, lines: readonly string[]): ExitCode {
  const end = `${file} cannot be played: ${count(lines.length, 'problem')}.`
  process.stderr.write(`${[...lines, end].map((line) => terminalText(line, MOST_CHARS)).join('\n')}\n`)
  return EXIT.failed
}

/** Says on stderr which files are no reports, though they are named like some: no trend has them. */
export function tellLeftOut(files: readonly string[]): void {
  for (const file of files)
    process.stderr.write(
      `exercise: ${terminalText(`${file} is no report of this exercise, and is left out.`, MOST_CHARS)}\n`,
    )
}
