import type { Exercise } from '../exercise-file.js'
import type { Placeholder } from '../placeholders.js'
import { nameOf } from './people.js'

/** What a placeholder stands for as far as the file tells; null where it is only known while the exercise is played. */
export function guideMeaning(exercise: Exercise): (placeholder: Placeholder) => string | null {
  const { accountId, region } = exercise.world.account
  return (placeholder) => {
    switch (placeholder.kind) {
      case 'account':
        return accountId
      case 'region':
        return region
      case 'person':
        return nameOf(exercise, placeholder.role)
      case 'role':
      case 'user':
      case 'group':
        return placeholder.of === 'arn' ? `arn:aws:iam::${accountId}:${placeholder.kind}/${placeholder.name}` : null
      default:
        return null
    }
  }
}
