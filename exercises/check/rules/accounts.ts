import { z } from 'zod'
import { accountsOf, type PlacedAccount } from '../../accounts-of.js'
import type { ExerciseWorld } from '../../schema/world.js'
import type { Path, Problem } from '../problem.js'

/** The accounts of a world are told apart by their ids and keys, and are of one partition and Region. */
export function checkAccounts(world: ExerciseWorld): Problem[] {
  const [first, ...others] = accountsOf(world)
  if (first === undefined || others.length === 0) return []
  return [
    ...twice(
      [first, ...others].map(({ account, path, name }) => ({
        id: account.accountId,
        path: [...path, 'accountId'],
        name,
      })),
    ),
    ...twice([first, ...others].flatMap(keysOf)),
    ...others.flatMap((other) => checkPlace(first, other)),
  ]
}

function checkPlace({ account: first }: PlacedAccount, { account, path }: PlacedAccount): Problem[] {
  const [partition, usual] = [account.partition ?? 'aws', first.partition ?? 'aws']
  return [
    ...(account.region === first.region
      ? []
      : [
          {
            path: [...path, 'region'],
            what: `the accounts are in two Regions: ${first.region} and ${account.region}`,
            cure: `Write \`region: ${first.region}\`: one Region is looked at.`,
          },
        ]),
    ...(partition === usual
      ? []
      : [
          {
            path: [...path, 'partition'],
            what: 'the accounts are of two partitions, and nobody gets from one into another',
            cure: 'Write the same partition in both.',
          },
        ]),
  ]
}

interface Named {
  readonly id: string
  readonly path: Path
  /** Whose it is. */
  readonly name: string
}

function twice(all: readonly Named[]): Problem[] {
  const seen = new Map<string, string>()
  return all.flatMap(({ id, path, name }) => {
    const before = seen.get(id)
    if (before !== undefined) return [{ path, what: `"${id}" is that of ${before}, too`, cure: 'Write another one.' }]
    seen.set(id, name)
    return []
  })
}

const keyed = z.object({ accessKeys: z.array(z.object({ id: z.string() })) })

/** Access keys are known all over the world, so none is in two accounts. */
function keysOf({ account, path, name }: PlacedAccount): Named[] {
  return account.users.flatMap((user, index) => {
    const keys = keyed.safeParse(user).data?.accessKeys ?? []
    return keys.map(({ id }, at) => ({
      id,
      path: [...path, 'users', index, 'accessKeys', at, 'id'],
      name: `user ${user.name} of ${name}`,
    }))
  })
}
