import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'

/** Who holds a key, by the account's own word. */
export interface KeyHolder {
  readonly account: SimulatedAccount
  readonly type: 'role' | 'user'
  readonly name: string
  /** Of a role's session; null of a user, and of a federated session. */
  readonly session: string | null
  /** AROA…, AIDA…. */
  readonly uniqueId: string
}

/** The simulated accounts of an exercise, as the file has them: the first one, and the others. */
export class WorldAccounts {
  readonly all: readonly SimulatedAccount[]

  /** At least one. */
  constructor(all: readonly SimulatedAccount[]) {
    this.all = all
  }

  get first(): SimulatedAccount {
    const [first] = this.all
    if (first === undefined) throw new Error('A world has at least one account.')
    return first
  }

  /** undefined: the first. Throws where the world has no such account. */
  of(accountId: string | undefined): SimulatedAccount {
    const found = accountId === undefined ? this.first : this.find(accountId)
    if (found === undefined) throw new Error(`The world has no account ${accountId}.`)
    return found
  }

  find(accountId: string): SimulatedAccount | undefined {
    return this.all.find(({ account }) => account.accountId === accountId)
  }

  /** null: none of the accounts knows the key. */
  holderOf(accessKeyId: string): KeyHolder | null {
    for (const account of this.all) {
      const found = holderIn(account, accessKeyId)
      if (found !== null) return found
    }
    return null
  }
}

function holderIn(simulated: SimulatedAccount, accessKeyId: string): KeyHolder | null {
  const { account } = simulated
  const session = account.sessions.get(accessKeyId)
  if (session?.kind === 'role') {
    const role = [...account.roles.values()].find(({ roleId }) => roleId === session.roleId)
    const { sessionName, roleId: uniqueId } = session
    return role === undefined
      ? null
      : { account: simulated, type: 'role', name: role.name, session: sessionName, uniqueId }
  }
  const user = [...account.users.values()].find(({ userId, accessKeys }) =>
    session === undefined ? accessKeys.some(({ id }) => id === accessKeyId) : userId === session.userId,
  )
  if (user === undefined) return null
  return { account: simulated, type: 'user', name: user.name, session: null, uniqueId: user.userId }
}
