import { resolve } from 'node:path'
import type { ExerciseReview } from '../../exercises/report/after-action-schema.js'
import { exerciseIdSchema } from '../../exercises/schema/words.js'
import { runsFolder } from '../exercise/keep-run.js'
import { readReviews } from '../exercise/read-reviews.js'
import type { ExitCode } from './exit-codes.js'
import { refuseExercise, tellLeftOut } from './refuse-exercise.js'

export interface KeptRuns {
  readonly folder: string
  /** Oldest first, and not empty. */
  readonly reviews: readonly ExerciseReview[]
  readonly newest: ExerciseReview
}

/** The kept reports of an exercise that somebody names by its id; an exit code, and the reason on stderr, where there is none. */
export function keptRuns(id: string, out: string): KeptRuns | ExitCode {
  // It names a folder: nothing but an id may become a part of the path.
  const valid = exerciseIdSchema.safeParse(id)
  if (!valid.success)
    return refuseExercise(`The id of an exercise is wanted, not a file: ${valid.error.issues[0]?.message}.`)
  const folder = runsFolder(resolve(out), id)
  const { reviews, unreadable } = readReviews(folder, id)
  tellLeftOut(unreadable)
  const newest = reviews.at(-1)
  if (newest === undefined)
    return refuseExercise(
      `No report of ${id} is in ${folder}. Play it first: tourniquet exercise run ${id}. Where it was played with --out, name that folder with --runs.`,
    )
  return { folder, reviews, newest }
}

/** One of them: the newest where no number is given. */
export function keptRun(runs: KeptRuns, run: number | undefined): ExerciseReview | ExitCode {
  const { reviews, newest, folder } = runs
  const found = run === undefined ? newest : reviews.find((review) => review.run === run)
  const numbers = reviews.map((review) => review.run).join(', ')
  return found ?? refuseExercise(`No report of a run ${run} is in ${folder}. There are: ${numbers}.`)
}
