import type { Exercise } from '../../exercise-file.js'
import type { AttackStep } from '../../schema/attack.js'
import type { StageKinds } from '../../stage-kinds.js'
import { oneOf, type Path, type Problem } from '../problem.js'
import { checkActor } from './actors.js'

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

function checkTechnique({ mode }: Exercise, step: AttackStep, path: Path, { techniques }: StageKinds): Problem[] {
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
  return technique.check(step.with).map((problem) => ({ ...problem, path: [...path, 'with', ...problem.path] }))
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
