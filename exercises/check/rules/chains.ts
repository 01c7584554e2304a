import { accountsOf } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { ExerciseActor } from '../../schema/world.js'
import type { StageKinds } from '../../stage-kinds.js'
import type { Path, Problem } from '../problem.js'

/** Whoever is said to have assumed a role may do so. Asked when everything else is well: who is named must be there. */
export function checkChains(exercise: Exercise, kinds: StageKinds): Problem[] {
  const accounts = accountsOf(exercise.world).map(({ account }) => account)
  return actorsOf(exercise).flatMap(({ actor, path }) => {
    if (actor.assumedBy === undefined) return []
    const why = kinds.whyNotAssumed(accounts, actor)
    if (why === null) return []
    const cure =
      'Let them: `sts:AssumeRole` in their policies, and they or their account in the trust policy of the role.'
    return [{ path: [...path, 'assumedBy'], what: why.replace(/\.$/, ''), cure }]
  })
}

interface PlacedActor {
  readonly actor: ExerciseActor
  readonly path: Path
}

function actorsOf({ world, attack, injects }: Exercise): PlacedActor[] {
  return [
    ...world.history.map(({ by }, index) => ({ actor: by, path: ['world', 'history', index, 'by'] })),
    ...(attack === undefined ? [] : [{ actor: attack.holds, path: ['attack', 'holds'] }]),
    ...injects.flatMap((inject, index): PlacedActor[] => {
      if (inject.kind === 'evidence' && inject.by !== undefined) {
        return [{ actor: inject.by, path: ['injects', index, 'by'] }]
      }
      const about = inject.kind === 'finding' ? inject.make?.about : undefined
      return about?.role === undefined ? [] : [{ actor: about, path: ['injects', index, 'make', 'about'] }]
    }),
  ]
}
