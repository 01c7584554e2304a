import type { Inject } from '../schema/injects.js'
import type { StageIncident } from '../stage.js'
import type { Trigger } from '../trigger.js'
import type { ExerciseRun } from './exercise-run.js'

/**
 * Whether there is nothing left to do: nothing is due at any time, people have nothing to answer, no inject or step can still come,
 * and every incident is over or where the exercise is to leave it. An inject that the facilitator may still play keeps a run open.
 */
export function isFinished(run: ExerciseRun): boolean {
  if (run.timeline.nextMs() !== Number.POSITIVE_INFINITY || run.expectations.isBusy) return false
  if (run.timeline.waiting().some(({ trigger }) => isReachable(run, trigger, new Set()))) return false
  return run.exercise.mode === 'discuss' || isAtRest(run)
}

function isAtRest({ watch, exercise: { expectedPath } }: ExerciseRun): boolean {
  const last = expectedPath.at(-1)
  return watch.incidents.every(
    (incident, index) =>
      !incident.open ||
      last === undefined ||
      incident.state === last ||
      onlyWaits(incident, index === 0 ? expectedPath : []),
  )
}

/**
 * Whether an incident stays where it is until a person moves it, and nobody is expected to: one whose finding was not confirmed,
 * until somebody vouches or closes it; one whose access was given back, where only the watch for late writes is left of it;
 * beside the first, one that is contained or that the playbook has given to people. `path`: where it is to go; empty: nowhere.
 */
function onlyWaits({ state }: StageIncident, path: readonly string[]): boolean {
  if (state === 'unconfirmed') return !path.includes(state)
  if (state === 'restored') return !leadsOn(path, state)
  return path.length === 0 && ['contained', 'needsHuman'].includes(state)
}

/** Whether the path has something to come after the last time in that state; the end of an incident comes after all of them. */
function leadsOn(path: readonly string[], state: string): boolean {
  const last = path.lastIndexOf(state)
  return path.at(-1) === 'closed' || (last !== -1 && last < path.length - 1)
}

/** Nothing is armed any more when this is asked: what waits for what was played already will not come. */
function isReachable(run: ExerciseRun, trigger: Trigger, asked: Set<string>): boolean {
  switch (trigger.kind) {
    case 'manual':
      return true
    case 'state':
    case 'question':
      return (
        run.watch.incidents.some(({ open }) => open) || findings(run).some((each) => isStillToCome(run, each, asked))
      )
    case 'inject':
      return isStillToCome(run, trigger.inject, asked)
    case 'step':
      return isStillToCome(run, trigger.step, asked)
    default:
      return false
  }
}

/** `asked` ends the walk where a finding waits for the state that only it could bring about. */
function isStillToCome(run: ExerciseRun, id: string, asked: Set<string>): boolean {
  if (asked.has(id)) return false
  asked.add(id)
  const waiting = run.timeline
    .waiting()
    .find(({ due }) => (due.kind === 'inject' && due.inject.id === id) || (due.kind === 'step' && due.step.id === id))
  return waiting !== undefined && isReachable(run, waiting.trigger, asked)
}

function findings({ timeline }: ExerciseRun): string[] {
  return timeline
    .waiting()
    .flatMap(({ due }) => (due.kind === 'inject' && isFinding(due.inject) ? [due.inject.id] : []))
}

function isFinding({ kind }: Inject): boolean {
  return kind === 'finding'
}
