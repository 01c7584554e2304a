import { resolve } from 'node:path'
import { renderTrend } from '../../exercises/report/render-trend.js'
import { trendOf } from '../../exercises/report/trend-of.js'
import { exerciseIdSchema } from '../../exercises/schema/words.js'
import { runsFolder } from '../exercise/keep-run.js'
import { readReviews } from '../exercise/read-reviews.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { refuseExercise, tellLeftOut } from './refuse-exercise.js'

/** Tells how the runs of an exercise went, from the reports that were kept. */
export function showTrend(id: string, { out, json }: { out: string; json?: boolean }): ExitCode {
  // It names a folder: nothing but an id may become a part of the path.
  const valid = exerciseIdSchema.safeParse(id)
  if (!valid.success)
    return refuseExercise(`The id of an exercise is wanted, not a file: ${valid.error.issues[0]?.message}.`)
  const folder = runsFolder(resolve(out), id)
  const { reviews, unreadable } = readReviews(folder, id)
  tellLeftOut(unreadable)
  if (reviews.length === 0)
    return refuseExercise(
      `No report of ${id} is in ${folder}. Play it first: tourniquet exercise run ${id}, with the same --out.`,
    )
  const trend = trendOf(reviews)
  process.stdout.write(json === true ? `${JSON.stringify(trend, null, 2)}\n` : renderTrend(trend))
  return EXIT.ok
}
