import type { Inject } from '../schema/injects.js'

/** Whether an inject asks something of people; of the others they are only told. */
export function asksPeople(inject: Inject): boolean {
  return inject.kind === 'question' || inject.expect !== undefined
}
