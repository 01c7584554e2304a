import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isNativeError } from 'node:util/types'
import { checkAnswers } from '../../exercises/check-answers.js'
import { problemLine } from '../../exercises/check-exercise.js'
import type { Exercise } from '../../exercises/exercise-file.js'
import { newExerciseText } from '../../exercises/new-exercise.js'
import type { Players } from '../../exercises/players.js'
import { exerciseIdSchema } from '../../exercises/schema/words.js'
import { scoreRun } from '../../exercises/score.js'
import { scriptedPlayers } from '../../exercises/scripted-players.js'
import { keepRun } from '../exercise/keep-run.js'
import { lineNarrator } from '../exercise/line-narrator.js'
import { type LoadedExercise, loadExercise, NoSuchExerciseError } from '../exercise/load-exercise.js'
import { playVirtually } from '../exercise/play-virtually.js'
import { runResult } from '../exercise/run-result.js'
import { scenarios } from '../exercise/scenarios.js'
import { scoreLines } from '../exercise/score-lines.js'
import { stageKinds } from '../exercise/stage-kinds.js'
import { silentLog } from '../logging.js'
import { terminalText } from '../terminal-text.js'
import type { ExerciseRunOptions } from './exercise.js'
import { EXIT, type ExitCode } from './exit-codes.js'

const MOST_CHARS = 2_000

export function listExercises(json: boolean): ExitCode {
  const all = scenarios().map(({ id }) => {
    const { checked, file } = loadExercise(id)
    if (!checked.ok) throw new Error(`The exercise ${file} of this program has mistakes: install it again.`)
    const { title, minutes } = checked.exercise
    return { id, title, minutes }
  })
  const width = Math.max(...all.map(({ id }) => id.length))
  const lines = all.map(({ id, title, minutes }) => `${id.padEnd(width)}  ${String(minutes).padStart(3)} min  ${title}`)
  process.stdout.write(`${json ? JSON.stringify(all, null, 2) : lines.join('\n')}\n`)
  return EXIT.ok
}

export function checkFile(named: string, json: boolean): ExitCode {
  const loaded = load(named)
  if (loaded === null) return EXIT.usage
  const { checked, file } = loaded
  const problems = checked.ok ? [] : checked.problems
  const end = checked.ok ? `${file} can be played.` : `${file} cannot be played: ${problems.length} problem(s).`
  const lines = [...problems.map((problem) => problemLine(file, problem)), end]
  const text = json
    ? JSON.stringify({ ok: checked.ok, problems }, null, 2)
    : lines.map((line) => terminalText(line, MOST_CHARS)).join('\n')
  process.stdout.write(`${text}\n`)
  return checked.ok ? EXIT.ok : EXIT.failed
}

export function initExercise(id: string, { title, out = `${id}.yaml` }: { title: string; out?: string }): ExitCode {
  const valid = exerciseIdSchema.safeParse(id)
  if (!valid.success) return usage(`The id: ${valid.error.issues[0]?.message}.`)
  try {
    writeFileSync(out, newExerciseText({ id, title }), { flag: 'wx' })
  } catch (error) {
    if (!isNativeError(error)) throw error
    return usage(`${out} was not written: it is there already, or its folder is not (${error.message}).`)
  }
  process.stdout.write(`${out} is written. Next: tourniquet exercise run ${out} --time-scale 0 --player good\n`)
  return EXIT.ok
}

export async function runExerciseNamed(named: string, options: ExerciseRunOptions): Promise<ExitCode> {
  const loaded = load(named)
  if (loaded === null) return EXIT.usage
  const { checked, file } = loaded
  if (!checked.ok)
    return tellProblems(
      file,
      checked.problems.map((problem) => problemLine(file, problem)),
    )
  const { seed = checked.exercise.seed, timeScale = checked.exercise.limits.timeScale, json, out } = options
  const exercise = { ...checked.exercise, seed }
  if (timeScale !== 0) return usage('Scripted players play at --time-scale 0.')
  const players = playersOf(exercise, options)
  if (typeof players === 'number') return players
  const narrator = lineNarrator((line) => void process.stderr.write(`${line}\n`))
  const record = await playVirtually(exercise, players, narrator, silentLog(process.env.TOURNIQUET_LOG))
  const kept = keepRun(resolve(out), record)
  const score = scoreRun(exercise, record)
  if (json === true) process.stdout.write(`${JSON.stringify(runResult(record, score, kept), null, 2)}\n`)
  else process.stdout.write(`${scoreLines(score, kept).join('\n')}\n`)
  return record.end.kind === 'failed' ? EXIT.failed : EXIT.ok
}

/** An exit code where nobody can play. */
function playersOf(exercise: Exercise, { player, answers }: ExerciseRunOptions): Players | ExitCode {
  if (player !== undefined) return scriptedPlayers(player, exercise.players[player])
  if (answers === undefined) return usage('Say who plays: --player good, --player bad, or --answers FILE.')
  const text = readOrNull(answers)
  if (text === null) return usage(`The file ${answers} cannot be read.`)
  const checked = checkAnswers(text, exercise, stageKinds)
  if (checked.ok) return scriptedPlayers(answers, checked.answers)
  return tellProblems(
    answers,
    checked.problems.map((problem) => problemLine(answers, problem)),
  )
}

function load(named: string): LoadedExercise | null {
  try {
    return loadExercise(named)
  } catch (error) {
    if (!(error instanceof NoSuchExerciseError)) throw error
    usage(error.message)
    return null
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (!isNativeError(error)) throw error
    return null
  }
}

function tellProblems(file: string, lines: readonly string[]): ExitCode {
  const end = `${file} cannot be played: ${lines.length} problem(s).`
  process.stderr.write(`${[...lines, end].map((line) => terminalText(line, MOST_CHARS)).join('\n')}\n`)
  return EXIT.failed
}

function usage(sentence: string): ExitCode {
  process.stderr.write(`exercise: ${terminalText(sentence, MOST_CHARS)}\n`)
  return EXIT.usage
}
