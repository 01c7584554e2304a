import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAfterAction } from '../../exercises/report/after-action-json.js'
import type { ExerciseReview } from '../../exercises/report/after-action-schema.js'

export interface ReadReviews {
  /** In the order in which the runs were played. */
  readonly reviews: readonly ExerciseReview[]
  /** Files that are named like a report and are none of this exercise: they are left out. */
  readonly unreadable: readonly string[]
}

/** The reports that were kept beside the runs of an exercise, in its folder (`runsFolder`); none where nothing was played yet. */
export function readReviews(folder: string, exercise: string): ReadReviews {
  const reviews: ExerciseReview[] = []
  const unreadable: string[] = []
  for (const { no, path } of reportFiles(folder)) {
    const review = readAfterAction(readFileSync(path, 'utf8'))
    // The name of the file counts: it is what people see, and what they say after --run.
    if (review?.kind === 'exercise' && review.id === exercise) reviews.push({ ...review, run: no })
    else unreadable.push(path)
  }
  return { reviews, unreadable }
}

/** By their numbers: the tenth run comes after the ninth. */
function reportFiles(folder: string): { readonly no: number; readonly path: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => {
      const no = /^(\d{1,6})-report\.json$/.exec(name)?.[1]
      return no === undefined ? [] : [{ no: Number(no), path: join(folder, name) }]
    })
    .sort((one, other) => one.no - other.no)
}
