import type { ExercisePart, ExerciseScene } from '../../exercise-post.js'
import { joined, type Mrkdwn, mention, mrkdwn } from '../text/mrkdwn.js'

/** A role by its name, with the member who plays it; whoever has none is played by the script of the file. */
export function partWords({ name, slackId }: ExercisePart): Mrkdwn {
  return slackId === null ? mrkdwn`${name}` : mrkdwn`${name} (${mention(slackId)})`
}

/** The role of this id; of somebody who is no role of the exercise the name, as the record has it. */
export function byWords({ parts }: Pick<ExerciseScene, 'parts'>, role: string): Mrkdwn {
  const part = parts.find((one) => one.role === role)
  return part === undefined ? mrkdwn`${role}` : partWords(part)
}

/** Empty: everybody. */
export function toWords(scene: Pick<ExerciseScene, 'parts'>, roles: readonly string[]): Mrkdwn {
  if (roles.length === 0) return mrkdwn`everybody`
  return joined(
    roles.map((role) => byWords(scene, role)),
    ', ',
  )
}
