import type { Exercise } from '../../exercises/exercise-file.js'
import { withFilledTexts } from '../../exercises/filled-texts.js'
import type { Narrator } from '../../exercises/narrator.js'
import type { Players } from '../../exercises/players.js'
import { runExercise } from '../../exercises/run-exercise.js'
import type { RunRecord } from '../../exercises/run-record.js'
import type { Log } from '../../src/engine/engine.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import type { PlayStage } from './play-stage.js'

/** Who takes part in a run, and who is shown it. */
export interface Seats {
  readonly players: Players
  readonly narrator: Narrator
}

/** How an exercise is played: on which stage, by whom, shown where. */
export interface Play<S extends PlayStage = PlayStage> {
  /** Before anything is set up: tells people what it is about; false where they do not want to play. */
  ready?(): Promise<boolean>
  startStage(exercise: Exercise, log?: Log): Promise<S>
  /** Once the stage is there, so that people can look at it and set its pace. */
  seat(stage: S): Seats
  /** While the stage still stands: keeps what came of the run, and shows where it is. */
  keep?(played: PlayedRun): Promise<void>
  /** When the run is kept, or nothing can be: lets people go who still look on, and gives their terminal back. */
  leave?(): Promise<void>
}

export interface PlayedRun {
  /** With its texts as people saw them. */
  readonly exercise: Exercise
  readonly record: RunRecord
  /** Of its incidents, in the order in which they were opened; none where the run failed: its stage may have failed with it. */
  readonly reports: readonly IncidentReport[]
}

/** Plays an exercise, from setting it up to taking it down. The record is there also where the stage failed on the way. */
export async function playExercise<S extends PlayStage>(
  exercise: Exercise,
  play: Play<S>,
  log?: Log,
): Promise<PlayedRun> {
  const stage = await play.startStage(exercise, log)
  try {
    const { players, narrator } = play.seat(stage)
    const record = await runExercise(exercise, stage, players, narrator)
    const played =
      record.end.kind === 'failed' ? { exercise, record, reports: [] } : await toldBy(stage, exercise, record)
    await play.keep?.(played)
    return played
  } finally {
    await stage.stop()
  }
}

async function toldBy(stage: PlayStage, exercise: Exercise, record: RunRecord): Promise<PlayedRun> {
  const told = withFilledTexts(exercise, (placeholder) => stage.meaningOf(placeholder))
  return { exercise: told, record, reports: await stage.reports() }
}
