import type { Exercise } from '../../exercise-file.js'
import type { StageKinds } from '../../stage-kinds.js'
import { oneOf, type Problem } from '../problem.js'
import { statesOf } from './triggers.js'

/** The playbook exists, and has the states that it is to go through. */
export function checkPlaybook(exercise: Exercise, kinds: StageKinds): Problem[] {
  const { playbook, expectedPath, mode } = exercise
  const states = statesOf(exercise, kinds)
  if (states === null) {
    const cure = `Name one that there is: ${oneOf(kinds.playbooks.map(({ name }) => name))}.`
    return [{ path: ['playbook'], what: `there is no playbook "${playbook}"`, cure }]
  }
  if (mode === 'discuss' && expectedPath.length > 0) {
    const what = 'in a discussion the playbook rests, and no incident goes anywhere'
    return [{ path: ['expectedPath'], what, cure: 'Take it out, or set `mode: rehearse`.' }]
  }
  return expectedPath.flatMap((state, index) => {
    const path = ['expectedPath', index]
    if (!states.includes(state)) {
      return [{ path, what: `${playbook} has no state "${state}"`, cure: `Name one that it has: ${oneOf(states)}.` }]
    }
    if (state !== expectedPath[index - 1]) return []
    return [{ path, what: `"${state}" stands twice in a row`, cure: 'Take one out: a state is entered once.' }]
  })
}
