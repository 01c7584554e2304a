import { loadExercise } from '../../../app/exercise/load-exercise.js'
import { playVirtually } from '../../../app/exercise/play-virtually.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { afterAction } from '../../../exercises/report/after-action.js'
import type { ExerciseReview } from '../../../exercises/report/after-action-schema.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { markAnswer, passMark } from '../../../exercises/rubric.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import { type Score, scoreRun } from '../../../exercises/score.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import type { IncidentReport } from '../../../src/report/incident-report.js'

/** An exercise that comes with the program, or the file of a path. */
export function scenario(named: string): Exercise {
  const { checked, file } = loadExercise(named)
  if (!checked.ok) throw new Error(`${file}: ${JSON.stringify(checked.problems)}`)
  return checked.exercise
}

export interface ScenarioRun {
  readonly record: RunRecord
  readonly score: Score
  /** Of its incidents, in the order in which they were opened. */
  readonly reports: readonly IncidentReport[]
  readonly review: ExerciseReview
  /** The after-action report as people read it. */
  readonly markdown: string
}

/** Plays a scenario in virtual time by one of its scripts, to its after-action report. */
export async function playScenario(exercise: Exercise, player: 'good' | 'bad'): Promise<ScenarioRun> {
  const players = scriptedPlayers(player, exercise.players[player])
  const { record, reports } = await playVirtually(exercise, players, silentNarrator)
  const review = afterAction({ exercise, record, reports, earlier: [] })
  return { record, score: scoreRun(exercise, record), reports, review, markdown: renderAfterActionMarkdown(review) }
}

/** The same for several tests: each script is played once, when it is asked for first. */
export function playedOnce(exercise: Exercise): (player: 'good' | 'bad') => Promise<ScenarioRun> {
  const runs = new Map<string, Promise<ScenarioRun>>()
  return async (player) => {
    const run = runs.get(player) ?? playScenario(exercise, player)
    runs.set(player, run)
    return await run
  }
}

/** Ids of the objectives and injects that a run missed; of injects those that asked something of people. */
export function missedIn({ score: { objectives, injects } }: ScenarioRun) {
  return {
    objectives: objectives.filter(({ met }) => !met).map(({ id }) => id),
    injects: injects.filter(({ met, asks }) => asks && !met).map(({ id }) => id),
  }
}

/** Whether an answer is good enough for a question, by its keywords alone. */
export function passes({ injects }: Exercise, question: string, answer: string): boolean {
  const found = injects.find(({ id }) => id === question)
  if (found?.kind !== 'question') throw new Error(`There is no question ${question}.`)
  return markAnswer(answer, found.rubric ?? []).points >= passMark(found)
}
