import { accountNamed, accountsOf, namesIn } from '../accounts-of.js'
import type { Exercise } from '../exercise-file.js'
import type { NamedEntity, Placeholder } from '../placeholders.js'
import type { ExerciseWorld } from '../schema/world.js'
import { nameOf } from './people.js'

/** What a placeholder stands for as far as the file tells; null where it is only known while the exercise is played. */
export function guideMeaning(exercise: Exercise): (placeholder: Placeholder) => string | null {
  const { world } = exercise
  const { accountId, region } = world.account
  return (placeholder) => {
    switch (placeholder.kind) {
      case 'account':
        return placeholder.id ?? accountId
      case 'region':
        return region
      case 'person':
        return nameOf(exercise, placeholder.role)
      case 'role':
      case 'user':
      case 'group':
        return placeholder.of === 'arn' ? arnOf(world, placeholder) : null
      default:
        return null
    }
  }
}

function arnOf(world: ExerciseWorld, { kind, name, account }: NamedEntity): string | null {
  if (kind === 'profile') return null
  const owner =
    account === null
      ? accountsOf(world).find((placed) => namesIn(placed, kind).includes(name))
      : accountNamed(world, account)
  const path = owner?.account[`${kind}s` as const].find((each) => each.name === name)?.path
  const id = account ?? owner?.account.accountId ?? world.account.accountId
  return `arn:aws:iam::${id}:${kind}${typeof path === 'string' ? path : '/'}${name}`
}
