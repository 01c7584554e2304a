import { z } from 'zod'
import type { Path } from './check/problem.js'
import type { ExerciseAccount, ExerciseWorld } from './schema/world.js'

/** An account of a world, and where it stands in the file. */
export interface PlacedAccount {
  readonly account: ExerciseAccount
  readonly path: Path
  /** As problems name it: `world.account`, `account 222222222222`. */
  readonly name: string
}

/** Every account of a world, the first first. */
export function accountsOf({ account, otherAccounts }: ExerciseWorld): PlacedAccount[] {
  return [
    { account, path: ['world', 'account'], name: 'world.account' },
    ...otherAccounts.map((each, index) => ({
      account: each,
      path: ['world', 'otherAccounts', index],
      name: `account ${each.accountId}`,
    })),
  ]
}

/** undefined: the first one is meant. null: the world has none of this id. */
export function accountNamed(world: ExerciseWorld, id: string | undefined): PlacedAccount | null {
  const accounts = accountsOf(world)
  return (id === undefined ? accounts[0] : accounts.find(({ account }) => account.accountId === id)) ?? null
}

export type EntityKind = 'role' | 'user' | 'group'

export function namesIn({ account }: PlacedAccount, kind: EntityKind): string[] {
  return account[`${kind}s` as const].map(({ name }) => name)
}

const named = z.object({ name: z.string() }).loose()
const anywhere = z.object({ profiles: z.array(named).default([]) }).loose()

/** Profiles of Roles Anywhere that an account has from the beginning. */
export function profilesIn({ account }: PlacedAccount): string[] {
  const seeded = anywhere.safeParse(account.rolesAnywhere)
  return seeded.success ? seeded.data.profiles.map(({ name }) => name) : []
}
