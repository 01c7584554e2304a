import type { Exercise } from '../../exercises/exercise-file.js'
import { setting } from '../config.js'
import type { Play, PlayedRun } from '../exercise/play-exercise.js'
import { readCast } from '../exercise/slack/cast.js'
import { slackPlay } from '../exercise/slack/slack-play.js'
import { hasColours, paintFor } from '../exercise/terminal/paint.js'
import { widthOfStream } from '../exercise/terminal/terminal-streams.js'
import { exerciseSlack, SlackNotReadyError } from '../slack/exercise-slack.js'
import type { ExitCode } from './exit-codes.js'
import { refuseExercise } from './refuse-exercise.js'

export interface PlayedInSlack {
  readonly channel: string
  /** `approver=U0123456789`, one for each role that a member plays. */
  readonly as: readonly string[]
  readonly timeScale: number
  readonly keep: (played: PlayedRun) => string
}

/** What `exercise run --slack` plays; an exit code, and the reason on stderr, where it cannot be. Nothing is posted yet. */
export async function playInSlack(
  exercise: Exercise,
  { channel, as, timeScale, keep }: PlayedInSlack,
): Promise<Play | ExitCode> {
  if (timeScale < 1) return refuseExercise('People in Slack need real time: --slack goes with --time-scale 1 or more.')
  const read = readCast(exercise, as)
  if (!read.ok) return refuseExercise(read.problems.join(' '))
  try {
    const slack = await exerciseSlack(channel, (name) => setting(process.env, name))
    return slackPlay(exercise, { slack, cast: read.cast, timeScale, screen: screen(), keep })
  } catch (error) {
    if (!(error instanceof SlackNotReadyError)) throw error
    return refuseExercise(error.message)
  }
}

/** The timeline goes to stderr, as everything does that is not the result. */
function screen() {
  const output = process.stderr
  return {
    print: (line: string) => void output.write(`${line}\n`),
    width: () => widthOfStream(output),
    paint: paintFor(hasColours(output, process.env)),
  }
}
