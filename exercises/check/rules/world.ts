import { accountsOf } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { ExerciseHistory } from '../../schema/world.js'
import type { StageKinds } from '../../stage-kinds.js'
import type { Path, Problem } from '../problem.js'
import { checkAccounts } from './accounts.js'
import { checkActor } from './actors.js'

/** More would only take time to make. */
const MAX_CALLS = 5_000

/** The account can be set up, and its history can have happened. */
export function checkWorld(exercise: Exercise, kinds: StageKinds): Problem[] {
  const { history } = exercise.world
  const calls = history.reduce((sum, each) => sum + callsOf(each), 0)
  return [
    ...checkAccounts(exercise.world),
    ...accountsOf(exercise.world).flatMap(({ account, path }) =>
      kinds.checkAccount(account).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
    ),
    ...history.flatMap((each, index) => checkHistory(exercise, each, ['world', 'history', index])),
    ...(calls > MAX_CALLS ? [tooMany(calls)] : []),
  ]
}

function tooMany(calls: number): Problem {
  const what = `it would be ${calls} calls, and ${MAX_CALLS} is the most`
  return {
    path: ['world', 'history'],
    what,
    cure: 'Make `every` longer or the time between `from` and `until` shorter.',
  }
}

/** How many calls a part of the history becomes. */
function callsOf({ from, until, every, calls }: ExerciseHistory): number {
  return every === undefined ? calls.length : Math.floor(Math.max(0, from.ms - until.ms) / every.ms) + 1
}

function checkHistory(exercise: Exercise, { by, from, until, every }: ExerciseHistory, path: Path): Problem[] {
  const problems = checkActor(exercise, [...path, 'by'], by)
  if (until.ms >= from.ms) {
    const what = 'the last call would come before the first: both are how long before T+0'
    return [...problems, { path: [...path, 'until'], what, cure: 'Make `until` shorter than `from`, or take it out.' }]
  }
  if (every !== undefined && every.ms > from.ms - until.ms) {
    const what = 'it is longer than the time between `from` and `until`'
    return [...problems, { path: [...path, 'every'], what, cure: 'Make it shorter, or take it out.' }]
  }
  return problems
}
