import { accountsOf } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { Path, Problem } from '../problem.js'

/** Ids name things in paths, placeholders and reports: each once among its like. */
export function checkIds({ objectives, roles, injects, attack, world }: Exercise): Problem[] {
  return [
    ...duplicates(['objectives'], objectives),
    ...duplicates(['roles'], roles),
    ...duplicates(['injects'], injects),
    ...duplicates(['attack', 'steps'], attack?.steps ?? []),
    ...duplicates(['world', 'history'], world.history),
    ...accountsOf(world).flatMap(({ account, path }) => [
      ...duplicates([...path, 'roles'], account.roles, 'name'),
      ...duplicates([...path, 'users'], account.users, 'name'),
      ...duplicates([...path, 'groups'], account.groups, 'name'),
    ]),
  ]
}

interface Named {
  readonly id?: string | undefined
  readonly name?: string | undefined
}

function duplicates(path: Path, items: readonly Named[], key: 'id' | 'name' = 'id'): Problem[] {
  const seen = new Map<string, number>()
  return items.flatMap((item, index) => {
    const id = item[key]
    if (id === undefined) return []
    const before = seen.get(id)
    if (before === undefined) {
      seen.set(id, index)
      return []
    }
    const cure = 'Rename one of them, and whatever refers to it.'
    return [{ path: [...path, index, key], what: `"${id}" is the ${key} of ${path.at(-1)}[${before}], too`, cure }]
  })
}
