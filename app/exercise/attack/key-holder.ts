import type { Account } from '../../../simulated-aws/account/account.js'
import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { Session } from '../../../simulated-aws/account/entities.js'
import { assertNever } from '../../../src/domain/assert-never.js'

/** Who has a key, whether or not AWS still takes it. */
export interface KeyHolder {
  /** `user`: a long-term key of a user. */
  readonly kind: 'user' | 'role' | 'userSession' | 'federated' | 'console'
  readonly account: Account
  /** `user/support-2`, `assumed-role/ci-deploy/build-4711`, `federated-user/support`. */
  readonly name: string
  /** Of the user or role, of the session. */
  readonly names: readonly string[]
  readonly arn: string
}

/** Looks in the accounts that know each other. null: none of them gave the key out. */
export function holderOfKey(home: Account, accessKeyId: string): KeyHolder | null {
  for (const account of new Set([home, ...home.accounts.values()])) {
    const session = account.sessions.get(accessKeyId)
    if (session !== undefined) return holderOfSession(account, session)
    const user = [...account.users.values()].find(({ accessKeys, deletedKeys }) =>
      [...accessKeys, ...deletedKeys].some(({ id }) => id === accessKeyId),
    )
    if (user !== undefined)
      return { kind: 'user', account, name: `user/${user.name}`, names: [user.name], arn: user.arn }
  }
  return null
}

/** Where the key is good; `home` where it is good nowhere. */
export function accountOfKey(home: Account, accessKeyId: string | null): Account {
  return (accessKeyId === null ? null : holderOfKey(home, accessKeyId)?.account) ?? home
}

/** As the report names who calls. */
export function holderName(home: Account, accessKeyId: string): string {
  return holderOfKey(home, accessKeyId)?.name ?? accessKeyId
}

/** Calls by whoever has this key, with it or with one from before: sessions end, and are had anew. */
export function callsByHolder(home: Account, accessKeyId: string): LoggedCall[] {
  const { account, arn } = holderOfKey(home, accessKeyId) ?? { account: home, arn: null }
  return account.calls
    .list()
    .filter((call) => call.accessKeyId === accessKeyId || (arn !== null && call.caller === arn))
}

function holderOfSession(account: Account, session: Session): KeyHolder {
  switch (session.kind) {
    case 'role':
      return {
        kind: 'role',
        account,
        name: lastPart(session.arn),
        names: [session.sessionName, ...session.arn.split('/').slice(1, 2)],
        arn: session.arn,
      }
    case 'federated':
      return {
        kind: session.isConsole ? 'console' : 'federated',
        account,
        name: lastPart(session.arn),
        names: [session.name],
        arn: session.arn,
      }
    case 'user': {
      const user = [...account.users.values()].find(({ userId }) => userId === session.userId)
      const name = user?.name ?? session.userId
      return { kind: 'userSession', account, name: `user/${name}`, names: [name], arn: user?.arn ?? '' }
    }
    default:
      return assertNever(session, 'session')
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1)
}
