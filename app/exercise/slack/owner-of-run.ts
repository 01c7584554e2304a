import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Owner } from '../../slack/owner-finder.js'
import type { SlackRun } from './slack-run.js'

/** Who is asked "was this you?" in an exercise; null: nobody in it owns what is accused. */
export function ownerOfRun({ exercise, cast }: Pick<SlackRun, 'exercise' | 'cast'>): Owner | null {
  const role = ownerRole(exercise)
  const found = exercise.roles.find(({ id }) => id === role)
  if (found === undefined) return null
  const slackId = cast.get(found.id)
  return slackId === undefined ? { kind: 'script', role: found.id, name: found.name } : { kind: 'member', slackId }
}

/** Whom the good script asks; where it asks nobody, the role that is called so. */
function ownerRole({ players: { good } }: Exercise): string {
  const asked = good.find((move) => move.does === 'askOwner')
  return asked?.does === 'askOwner' ? asked.owner : 'owner'
}
