import type { Move } from '../moves.js'
import type { ExerciseRun } from './exercise-run.js'

/** Something that somebody wanted and that could not even be tried: it counts as a wrong attempt. */
export async function tellVoid(run: ExerciseRun, { by, does }: Move, why: string): Promise<void> {
  await run.tell({ kind: 'VOID', by, attempted: does, why })
}
