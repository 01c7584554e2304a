import { accountNamed, accountsOf } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { AttackStep } from '../../schema/attack.js'
import { actorSchema } from '../../schema/world.js'
import type { StageKinds } from '../../stage-kinds.js'
import { oneOf, type Path, type Problem } from '../problem.js'
import { checkActor } from './actors.js'

type Steps = readonly AttackStep[]

/** The attacker can do what the steps say, and what is hidden can come to light. */
export function checkAttack(exercise: Exercise, kinds: StageKinds): Problem[] {
  const { attack } = exercise
  if (attack === undefined) return []
  return [
    ...checkActor(exercise, ['attack', 'holds'], attack.holds),
    ...attack.steps.flatMap((step, index) => {
      const path: Path = ['attack', 'steps', index]
      return [...checkTechnique(exercise, step, path, kinds), ...checkReveal(exercise, step, path)]
    }),
  ]
}

function checkTechnique(exercise: Exercise, step: AttackStep, path: Path, { techniques }: StageKinds): Problem[] {
  const { mode, attack } = exercise
  const { does } = step
  if (does === null) return Object.keys(step.with).length === 0 ? [] : [nothingToDo([...path, 'with'])]
  if (mode === 'discuss') {
    const what = 'in a discussion nobody attacks: the steps are there to be found out'
    return [{ path: [...path, 'does'], what, cure: 'Take `does` out, or set `mode: rehearse`.' }]
  }
  const technique = techniques.find(({ name }) => name === does)
  if (technique === undefined) {
    const cure = `Name one of ${oneOf(techniques.map(({ name }) => name))}.`
    return [{ path: [...path, 'does'], what: `there is no scripted technique "${does}"`, cure }]
  }
  if (attack === undefined) return []
  const own = accountNamed(exercise.world, attack.holds.account)
  const accounts = step.with.uses === undefined && own !== null ? [own] : accountsOf(exercise.world)
  const scene = { holds: attack.holds, accounts: accounts.map(({ account }) => account) }
  const problems = technique.check(step.with, scene)
  return [
    ...problems.map((problem) => ({ ...problem, path: [...path, 'with', ...problem.path] })),
    ...(problems.length > 0 ? [] : checkKeys(exercise, attack.steps, step, [...path, 'with'], techniques)),
  ]
}

/** Whose keys the step has: somebody's, or those that another step comes by. */
function checkKeys(
  exercise: Exercise,
  steps: Steps,
  step: AttackStep,
  path: Path,
  techniques: StageKinds['techniques'],
): Problem[] {
  const somebody = actorSchema.safeParse(step.with.as)
  return [
    ...(somebody.success ? checkActor(exercise, [...path, 'as'], somebody.data) : []),
    ...checkUses(steps, step, [...path, 'uses'], techniques),
  ]
}

/** Keys can be used that another step comes by; one that is written above, so that no two wait for each other. */
function checkUses(steps: Steps, step: AttackStep, path: Path, techniques: StageKinds['techniques']): Problem[] {
  const { uses } = step.with
  const isNamed = typeof uses === 'object' && uses !== null && !Array.isArray(uses)
  const wanted = isNamed ? uses.step : uses
  if (wanted === undefined) return []
  const canGain = ({ does }: AttackStep) =>
    techniques.some(({ name, gainsCredentials }) => name === does && gainsCredentials)
  const above = steps.slice(0, steps.indexOf(step)).filter(canGain)
  if (above.some(({ id }) => id === wanted)) return []
  const found = steps.find(({ id }) => id === wanted)
  const cure =
    above.length === 0
      ? 'Write a step above this one that comes by keys: `does: key-minting`, say.'
      : `Name a step above this one that comes by keys: ${oneOf(above.map(({ id }) => id))}.`
  return [{ path: isNamed ? [...path, 'step'] : path, what: whyUnusable(found, String(wanted), canGain), cure }]
}

function whyUnusable(found: AttackStep | undefined, wanted: string, canGain: (step: AttackStep) => boolean): string {
  if (found === undefined) return `there is no step "${wanted}"`
  if (canGain(found)) return `the step "${wanted}" is not above this one`
  return found.does === null ? `the step "${wanted}" does nothing` : `${found.does} comes by no keys`
}

function nothingToDo(path: Path): Problem {
  return { path, what: 'there is no `does` that would take it', cure: 'Add `does`, or take `with` out.' }
}

function checkReveal({ mode, injects }: Exercise, { id, hidden, revealedBy }: AttackStep, path: Path): Problem[] {
  const at = [...path, 'revealedBy']
  if (!hidden) {
    return revealedBy === undefined ? [] : [{ path: at, what: 'it is not hidden', cure: 'Add `hidden: true`.' }]
  }
  if (mode === 'discuss' && revealedBy?.evidence !== undefined) {
    const what = 'in a discussion no evidence is gathered'
    return [{ path: [...at, 'evidence'], what, cure: 'Use `asking`, or set `mode: rehearse`.' }]
  }
  const isNamed = injects.some(({ reveals }) => reveals.includes(id))
  if (isNamed || revealedBy?.asking !== undefined || revealedBy?.evidence !== undefined) return []
  const cure = 'Give it `revealedBy: {asking: [...]}`, or name it in the `reveals` of an inject.'
  return [{ path: revealedBy === undefined ? [...path, 'hidden'] : at, what: 'nothing brings it to light', cure }]
}
