import type { Exercise } from '../../exercises/exercise-file.js'

/** Whether AWS is asked if it has a finding before people are asked about it: only then can a finding be one that AWS does not have. */
export function asksAws({ injects }: Exercise): boolean {
  return injects.some((inject) => inject.kind === 'finding' && inject.forged)
}
