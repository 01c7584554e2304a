import type { Account } from './account.js'
import { DelayedValue } from './delayed-value.js'
import type { AccessKey, KeyStatus, User } from './entities.js'
import { derivedSecret, randomId } from './identifiers.js'

type NewKey = Pick<AccessKey, 'id' | 'secret' | 'createDate' | 'status'>

/** A key that is in force as it is. */
export function settledKey({ id, secret, createDate, status }: NewKey, lastUsed?: AccessKey['lastUsed']): AccessKey {
  return { id, secret, createDate, status, enforced: new DelayedValue(status), isDeleted: false, lastUsed }
}

/** Works at once. AWS enforces new keys with a delay as well, which would only be kinder to the responder. */
export function createKey(account: Account, user: User): AccessKey {
  const key = settledKey({
    id: randomId('AKIA', account.random),
    secret: account.random(30).toString('base64'),
    createDate: account.now(),
    status: 'Active',
  })
  user.accessKeys.push(key)
  return key
}

/** The API reports the new status at once; a disabled key goes on working for the enforcement delay. */
export function changeKeyStatus(account: Account, key: AccessKey, status: KeyStatus): void {
  key.status = status
  key.enforced.write(status, account.now().getTime(), account.settings.enforcementDelayMs)
}

/** The same for a deletion: the key is gone from every list, and works until that is enforced. */
export function deleteKey(account: Account, user: User, key: AccessKey): void {
  const nowMs = account.now().getTime()
  user.accessKeys.splice(user.accessKeys.indexOf(key), 1)
  key.isDeleted = true
  key.enforced.write('Deleted', nowMs, account.settings.enforcementDelayMs)
  user.deletedKeys = [...user.deletedKeys, key].filter(({ enforced }) => enforced.inForceAt(nowMs) !== 'Deleted')
}

/** The secret of a seeded key whose seed does not give one. */
export function seededSecret(accountId: string, keyId: string): string {
  return derivedSecret(accountId, keyId)
}
