import type { ExerciseReview, Improvement, OpenAction } from './after-action-schema.js'

type Planned = Pick<ExerciseReview, 'run' | 'improvements'>

interface Known extends OpenAction {
  readonly status: Improvement['status']
}

/**
 * What nobody has done yet of the actions of these runs of one exercise, oldest run first. Several runs may ask for the same, in the
 * same words: then it is one action, and the latest report that has it says who does it, and whether it is done.
 */
export function openActions(reviews: readonly Planned[]): OpenAction[] {
  return [...knownActions(reviews).values()].flatMap(({ status, ...action }) => (status === 'open' ? [action] : []))
}

/**
 * The actions of a run beside those of earlier ones: what was asked for before keeps its owner and date, and says since when it is
 * open, or that it was done once and is needed again. `stillOpen` are the others that nobody has done.
 */
export function carryOver(
  improvements: readonly Improvement[],
  earlier: readonly Planned[],
): Pick<ExerciseReview, 'improvements' | 'stillOpen'> {
  const known = knownActions(earlier)
  const again = new Set(improvements.map(({ action }) => action))
  return {
    improvements: improvements.map((each) => carried(each, known.get(each.action))),
    stillOpen: openActions(earlier).filter(({ action }) => !again.has(action)),
  }
}

function carried(improvement: Improvement, before: Known | undefined): Improvement {
  if (before === undefined) return improvement
  const { status, owner, dueAt, since, run } = before
  if (status === 'done') return { ...improvement, doneAfter: run }
  return { ...improvement, owner, dueAt, openSince: since }
}

function knownActions(reviews: readonly Planned[]): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const { run, improvements } of reviews) {
    for (const { id, action, owner, dueAt, status } of improvements) {
      const before = known.get(action)
      const since = before?.status === 'open' ? before.since : run
      known.set(action, { id, action, owner, dueAt, status, run, since })
    }
  }
  return known
}
