import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isNativeError } from 'node:util/types'
import { checkAnswers } from '../../exercises/check-answers.js'
import { problemLine } from '../../exercises/check-exercise.js'
import type { Exercise } from '../../exercises/exercise-file.js'
import type { Players } from '../../exercises/players.js'
import { afterAction } from '../../exercises/report/after-action.js'
import { scoreRun } from '../../exercises/score.js'
import { scriptedPlayers } from '../../exercises/scripted-players.js'
import { keepReview } from '../exercise/keep-review.js'
import { keepRun, runsFolder } from '../exercise/keep-run.js'
import { lineNarrator } from '../exercise/line-narrator.js'
import { type PlayedRun, playVirtually } from '../exercise/play-virtually.js'
import { readReviews } from '../exercise/read-reviews.js'
import { type KeptFiles, runResult } from '../exercise/run-result.js'
import { scoreLines } from '../exercise/score-lines.js'
import { stageKinds } from '../exercise/stage-kinds.js'
import { silentLog } from '../logging.js'
import type { ExerciseRunOptions } from './exercise.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { playableExercise } from './playable-exercise.js'
import { refuseExercise, tellLeftOut, tellProblems } from './refuse-exercise.js'

/** Plays an exercise, keeps its record and its after-action report, and tells how it went. */
export async function runExerciseNamed(named: string, options: ExerciseRunOptions): Promise<ExitCode> {
  const playable = playableExercise(named)
  if (typeof playable === 'number') return playable
  const { seed = playable.seed, timeScale = playable.limits.timeScale, json, out } = options
  const exercise = { ...playable, seed }
  if (timeScale !== 0) return refuseExercise('Scripted players play at --time-scale 0.')
  const players = playersOf(exercise, options)
  if (typeof players === 'number') return players
  const narrator = lineNarrator((line) => void process.stderr.write(`${line}\n`))
  const played = await playVirtually(exercise, players, narrator, silentLog(process.env.TOURNIQUET_LOG))
  const { record } = played
  const kept = keep(resolve(out), exercise, played)
  const score = scoreRun(exercise, record)
  if (json === true) process.stdout.write(`${JSON.stringify(runResult(record, score, kept), null, 2)}\n`)
  else process.stdout.write(`${scoreLines(score, kept).join('\n')}\n`)
  return record.end.kind === 'failed' ? EXIT.failed : EXIT.ok
}

/** The record first: it is what cannot be made again. */
function keep(out: string, exercise: Exercise, { record, reports }: PlayedRun): KeptFiles {
  const path = keepRun(out, record)
  const { reviews, unreadable } = readReviews(runsFolder(out, record.exercise), record.exercise)
  tellLeftOut(unreadable)
  const review = afterAction({ exercise, record, reports, earlier: reviews })
  return { record: path, report: keepReview(path.replace(/\.json$/, '-report'), review) }
}

/** An exit code where nobody can play. */
function playersOf(exercise: Exercise, { player, answers }: ExerciseRunOptions): Players | ExitCode {
  if (player !== undefined) return scriptedPlayers(player, exercise.players[player])
  if (answers === undefined) return refuseExercise('Say who plays: --player good, --player bad, or --answers FILE.')
  const text = readOrNull(answers)
  if (text === null) return refuseExercise(`The file ${answers} cannot be read.`)
  const checked = checkAnswers(text, exercise, stageKinds)
  if (checked.ok) return scriptedPlayers(answers, checked.answers)
  return tellProblems(
    answers,
    checked.problems.map((problem) => problemLine(answers, problem)),
  )
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (!isNativeError(error)) throw error
    return null
  }
}
