import { existsSync } from 'node:fs'
import { readConfig } from '../cli/read-config.js'
import { type ConfigFile, type ServedAccount, servedAccounts } from '../from-config.js'

export type ChosenAccount =
  | { readonly ok: true; readonly file: ConfigFile; readonly served: ServedAccount }
  /** One sentence: what is wrong with the question. */
  | { readonly ok: false; readonly reason: string }

/** The one account of the configuration that is asked about. Throws ConfigError where the configuration is none. */
export function chosenAccount(options: { readonly config: string; readonly account?: string }): ChosenAccount {
  if (!existsSync(options.config)) {
    return refused(`There is no configuration ${options.config}: make one with \`tourniquet init\`, or give --config.`)
  }
  const file = readConfig(options)
  const served = servedAccounts(file.config).filter(
    ({ forSamples, account }) => !forSamples && (options.account ?? account.id) === account.id,
  )
  const [one, ...more] = served
  if (one === undefined) return refused(`The configuration names no account ${options.account ?? ''}.`)
  if (more.length > 0) return refused(`The configuration names ${served.length} accounts: say which with --account.`)
  return { ok: true, file, served: one }
}

function refused(reason: string): ChosenAccount {
  return { ok: false, reason }
}
