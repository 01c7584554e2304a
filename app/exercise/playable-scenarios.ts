import { loadExercise } from './load-exercise.js'
import { scenarios } from './scenarios.js'

/** An exercise that comes with the program, as people choose one. */
export interface PlayableScenario {
  readonly id: string
  readonly title: string
  readonly minutes: number
  /** Somebody who decides in it: the role that a person plays first. */
  readonly role: string
}

let known: readonly PlayableScenario[] | null = null

/** All that come with the program and can be played; read once. */
export function playableScenarios(): readonly PlayableScenario[] {
  known ??= scenarios().flatMap(({ id }) => {
    const { checked } = loadExercise(id)
    if (!checked.ok) return []
    const { title, minutes, world, roles } = checked.exercise
    const role = world.approvals.contain.approvers[0] ?? roles[0]?.id ?? 'approver'
    return [{ id, title, minutes, role }]
  })
  return known
}
