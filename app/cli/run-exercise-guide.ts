import { writeFileSync } from 'node:fs'
import { isNativeError } from 'node:util/types'
import { facilitatorsGuide } from '../../exercises/report/facilitators-guide.js'
import { renderGuideHtml, renderGuideMarkdown } from '../../exercises/report/render-guide.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { playableExercise } from './playable-exercise.js'
import { MOST_CHARS, refuseExercise } from './refuse-exercise.js'

/** Makes the facilitator's guide of an exercise: Markdown on stdout, or a file of either kind. A guide that was there is replaced. */
export function writeGuide(named: string, { out }: { out?: string }): ExitCode {
  if (out !== undefined && !/\.(md|html)$/.test(out))
    return refuseExercise(`${out} must end in .md or .html: that says what is written, and keeps other files whole.`)
  const exercise = playableExercise(named)
  if (typeof exercise === 'number') return exercise
  const guide = facilitatorsGuide(exercise)
  const text = out?.endsWith('.html') === true ? renderGuideHtml(guide) : renderGuideMarkdown(guide)
  if (out === undefined) {
    process.stdout.write(text)
    return EXIT.ok
  }
  try {
    writeFileSync(out, text)
  } catch (error) {
    if (!isNativeError(error)) throw error
    return refuseExercise(`${out} was not written (${error.message}).`)
  }
  process.stdout.write(
    `${terminalText(out, MOST_CHARS)} is written: for the facilitator alone, it gives the attack away.\n`,
  )
  return EXIT.ok
}
