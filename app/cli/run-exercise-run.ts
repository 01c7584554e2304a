import { resolve } from 'node:path'
import type { Exercise } from '../../exercises/exercise-file.js'
import { inMode } from '../../exercises/in-mode.js'
import { type AfterActionInput, afterAction } from '../../exercises/report/after-action.js'
import type { ExerciseReview } from '../../exercises/report/after-action-schema.js'
import { scoreRun } from '../../exercises/score.js'
import { digestOf } from '../../src/domain/canonical-json.js'
import { choosePlay } from '../exercise/choose-play.js'
import { keepReview } from '../exercise/keep-review.js'
import { keepRun, reportPath, runsFolder } from '../exercise/keep-run.js'
import { type Play, type PlayedRun, playExercise } from '../exercise/play-exercise.js'
import { readReviews } from '../exercise/read-reviews.js'
import { type KeptFiles, runResult } from '../exercise/run-result.js'
import { debriefLines } from '../exercise/terminal/debrief.js'
import { hasColours, paintFor } from '../exercise/terminal/paint.js'
import { widthOfStream } from '../exercise/terminal/terminal-streams.js'
import { silentLog } from '../logging.js'
import { nearPath } from '../near-path.js'
import type { ExerciseRunOptions } from './exercise.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { playableExercise } from './playable-exercise.js'
import { refuseExercise, tellLeftOut } from './refuse-exercise.js'
import { whoPlays } from './who-plays.js'

/** What a process ends with that Ctrl-C ended. */
const INTERRUPTED = 130

/** Plays an exercise, keeps its record and its after-action report, and tells how it went. */
export async function runExerciseNamed(named: string, options: ExerciseRunOptions): Promise<ExitCode> {
  const asWritten = playableExercise(named)
  if (typeof asWritten === 'number') return asWritten
  const moded = inMode(asWritten, options.mode ?? asWritten.mode)
  if (!moded.ok) return refuseExercise(moded.why)
  const playable = moded.exercise
  const { seed = playable.seed, timeScale = playable.limits.timeScale, json, out } = options
  const exercise = { ...playable, seed }
  // The stage of virtual time shows another date.
  const about = { fileDigest: digestOf(asWritten), playedAt: new Date().toISOString() }
  let files: Kept | null = null
  const keepOnce = (played: PlayedRun): Kept => {
    files ??= keep(resolve(out), about, played)
    return files
  }
  const play = await playOf(exercise, options, timeScale, keepOnce)
  if (typeof play === 'number') return play
  if (play.ready !== undefined && !(await play.ready())) return EXIT.ok
  const { told, record, kept, review } = await playAndKeep(exercise, play, keepOnce)
  const score = scoreRun(told, record)
  if (json === true) process.stdout.write(`${JSON.stringify(runResult(record, score, kept, review), null, 2)}\n`)
  else debrief({ score, review, kept: asShown(kept) })
  return record.end.kind === 'failed' ? EXIT.failed : EXIT.ok
}

async function playAndKeep(exercise: Exercise, play: Play, keepOnce: (played: PlayedRun) => Kept) {
  try {
    const played = await playExercise(exercise, play, silentLog(process.env.TOURNIQUET_LOG))
    return { ...keepOnce(played), told: played.exercise, record: played.record }
  } finally {
    await play.leave?.()
  }
}

/** How it is played; an exit code where it cannot be. */
async function playOf(
  exercise: Exercise,
  options: ExerciseRunOptions,
  timeScale: number,
  keepOnce: (played: PlayedRun) => Kept,
): Promise<Play | ExitCode> {
  const { stage, slack, as } = options
  if (slack !== undefined) {
    const { playInSlack } = await import('./play-in-slack.js')
    const keep = (played: PlayedRun) => keepOnce(played).kept.report.markdown
    const scale = options.timeScale ?? Math.max(1, timeScale)
    return await playInSlack(exercise, { channel: slack, as, timeScale: scale, keep })
  }
  if (as.length > 0) return refuseExercise('--as names who plays in Slack: it goes with --slack CHANNEL.')
  const streams = { input: process.stdin, output: process.stderr, env: process.env }
  const by = whoPlays(exercise, options, streams)
  if (typeof by === 'number') return by
  if (stage === 'service' && timeScale < 1) {
    return refuseExercise('The real service takes real time: --stage service goes with --time-scale 1 or more.')
  }
  if (by.kind === 'people' && stage === 'service') {
    return refuseExercise('People play on the service in Slack: --slack CHANNEL. At the terminal leave --stage out.')
  }
  if (by.kind === 'people' && options.timeScale === 0) {
    return refuseExercise('People need time: --time-scale 1 or more. At once play scripts: --player good.')
  }
  const scale = by.kind === 'people' ? Math.max(1, timeScale) : timeScale
  const abort = () => process.exit(INTERRUPTED)
  const play = choosePlay(exercise, { by, stage, timeScale: scale, streams, abort, onHangup })
  // Before the stage is taken down: whoever cannot wait for that loses nothing.
  return { ...play, keep: async (played) => void keepOnce(played) }
}

/** A terminal that is gone takes no more output, and that must not keep the run from being kept. */
function onHangup(act: () => void): void {
  process.stdout.on('error', () => {})
  process.once('SIGHUP', act)
}

interface Kept {
  readonly kept: KeptFiles
  readonly review: ExerciseReview
}

/** What a report says of its run that the record does not. */
type About = Pick<AfterActionInput, 'fileDigest' | 'playedAt'>

/** The record first: it is what cannot be made again. */
function keep(out: string, about: About, { exercise, record, reports }: PlayedRun): Kept {
  const { path, run } = keepRun(out, record)
  const folder = runsFolder(out, record.exercise)
  const { reviews, unreadable } = readReviews(folder, record.exercise)
  tellLeftOut(unreadable)
  const review = afterAction({ ...about, exercise, record, reports, earlier: reviews, run })
  return { kept: { record: path, report: keepReview(reportPath(folder, run), review) }, review }
}

function asShown({ record, report: { html, markdown, json } }: KeptFiles): KeptFiles {
  return {
    record: nearPath(record),
    report: { html: nearPath(html), markdown: nearPath(markdown), json: nearPath(json) },
  }
}

function debrief(what: Parameters<typeof debriefLines>[0]): void {
  const paint = paintFor(hasColours(process.stdout, process.env))
  process.stdout.write(`${debriefLines(what, widthOfStream(process.stdout), paint).join('\n')}\n`)
}
