import type { TrailsOfAccount } from '../../src/evidence/chain/chain-asker.js'
import { connectAccount } from '../compose.js'
import { type ConfigFile, connectionOf, lookupRateOf, type ServedAccount, servedAccounts } from '../from-config.js'

export interface OtherAccounts {
  /** null: the configuration does not name it. */
  reader(accountId: string): TrailsOfAccount | null
  close(): void
}

/** The other accounts of the configuration, each connected once it is asked for: a chain of roles may go on there. */
export function openOthers({ config }: ConfigFile, { realm: own }: ServedAccount): OtherAccounts {
  const opened = new Map<string, ReturnType<typeof connectAccount>>()
  const find = (accountId: string) =>
    servedAccounts(config).find(
      ({ realm, forSamples }) =>
        !forSamples &&
        realm.accountId === accountId &&
        realm.partition === own.partition &&
        accountId !== own.accountId,
    )
  return {
    reader: (accountId) => {
      const served = find(accountId)
      if (served === undefined) return null
      const { realm, account } = served
      const access =
        opened.get(accountId) ?? connectAccount({ realm, ...connectionOf(account), ...lookupRateOf(config) })
      opened.set(accountId, access)
      return access.reader(null)
    },
    close: () => {
      for (const access of opened.values()) access.close()
    },
  }
}
