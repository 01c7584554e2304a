import type { Account } from './account.js'
import { SeedError } from './seeding.js'

/** Makes accounts known to each other. Throws SeedError where two have one id, or one key: nobody could tell them apart. */
export function makeNeighbours(accounts: Account[]): void {
  const keys = new Set<string>()
  for (const account of accounts) {
    if (accounts.find(({ accountId }) => accountId === account.accountId) !== account) {
      throw new SeedError(`account ${account.accountId} is seeded twice`)
    }
    for (const key of keysOf(account)) {
      if (keys.has(key)) throw new SeedError(`the access key ${key} is seeded in two accounts`)
      keys.add(key)
    }
    for (const other of accounts) account.accounts.set(other.accountId, other)
  }
}

function keysOf({ users, sessions }: Account): string[] {
  return [...[...users.values()].flatMap(({ accessKeys }) => accessKeys.map(({ id }) => id)), ...sessions.keys()]
}
