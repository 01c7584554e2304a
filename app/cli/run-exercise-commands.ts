import { writeFileSync } from 'node:fs'
import { isNativeError } from 'node:util/types'
import { problemLine } from '../../exercises/check-exercise.js'
import { newExerciseText } from '../../exercises/new-exercise.js'
import { exerciseIdSchema } from '../../exercises/schema/words.js'
import { count } from '../../src/report/words.js'
import { loadExercise } from '../exercise/load-exercise.js'
import { scenarios } from '../exercise/scenarios.js'
import { listLines } from '../exercise/terminal/list-lines.js'
import { hasColours, paintFor } from '../exercise/terminal/paint.js'
import { widthOfStream } from '../exercise/terminal/terminal-streams.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { loadNamed } from './playable-exercise.js'
import { MOST_CHARS, refuseExercise } from './refuse-exercise.js'

export function listExercises(json: boolean): ExitCode {
  const all = scenarios().map(({ id }) => {
    const { checked, file } = loadExercise(id)
    if (!checked.ok) throw new Error(`The exercise ${file} of this program has mistakes: install it again.`)
    return checked.exercise
  })
  if (!json && process.stdout.isTTY) {
    const paint = paintFor(hasColours(process.stdout, process.env))
    process.stdout.write(`${listLines(all, widthOfStream(process.stdout), paint).join('\n')}\n`)
    return EXIT.ok
  }
  const brief = all.map(({ id, title, minutes }) => ({ id, title, minutes }))
  const width = Math.max(...all.map(({ id }) => id.length))
  const lines = all.map(({ id, title, minutes }) => `${id.padEnd(width)}  ${String(minutes).padStart(3)} min  ${title}`)
  process.stdout.write(`${json ? JSON.stringify(brief, null, 2) : lines.join('\n')}\n`)
  return EXIT.ok
}

export function checkFile(named: string, json: boolean): ExitCode {
  const loaded = loadNamed(named)
  if (loaded === null) return EXIT.usage
  const { checked, file } = loaded
  const problems = checked.ok ? [] : checked.problems
  const end = checked.ok ? `${file} can be played.` : `${file} cannot be played: ${count(problems.length, 'problem')}.`
  const lines = [...problems.map((problem) => problemLine(file, problem)), end]
  const text = json
    ? JSON.stringify({ ok: checked.ok, problems }, null, 2)
    : lines.map((line) => terminalText(line, MOST_CHARS)).join('\n')
  process.stdout.write(`${text}\n`)
  return checked.ok ? EXIT.ok : EXIT.failed
}

export function initExercise(id: string, { title, out = `${id}.yaml` }: { title: string; out?: string }): ExitCode {
  const valid = exerciseIdSchema.safeParse(id)
  if (!valid.success) return refuseExercise(`The id: ${valid.error.issues[0]?.message}.`)
  try {
    writeFileSync(out, newExerciseText({ id, title }), { flag: 'wx' })
  } catch (error) {
    if (!isNativeError(error)) throw error
    return refuseExercise(`${out} was not written: it is there already, or its folder is not (${error.message}).`)
  }
  const shown = terminalText(out, MOST_CHARS)
  process.stdout.write(`${shown} is written. Next: tourniquet exercise run ${shown} --time-scale 0 --player good\n`)
  return EXIT.ok
}
