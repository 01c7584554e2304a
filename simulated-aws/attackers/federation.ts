import type { Account } from '../account/account.js'
import type { Actor } from '../actor.js'
import { issueFor } from '../issue-credentials.js'
import { allowEverything } from './allow-everything.js'
import { defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { PolicyWatch } from './policy-watch.js'

const federatedName = 'support'
const longestSeconds = 129_600

/**
 * Has asked for a federation token with the user's key beforehand, for 36 hours and all that the user may, and signed
 * in to the console with it. It lives on when the keys are disabled or deleted, and ends only with the user's
 * permissions (hackingthe.cloud, survive_access_key_deletion_with_sts_getfederationtoken). IAM refuses the token
 * itself and takes the console session: with that it deletes a block while enforcement lags.
 */
export const federation = defineAttacker({
  name: 'federation',
  summary: "lives on a user's federation token after its keys are disabled, and deletes the block from its console",
  create: (options) => {
    const { account, userName } = options
    if (userName === undefined) throw new Error('federation acts as a user: a role gets no federation token.')
    const user = { account, userName }
    const holdings = new Holdings(options)
    const watch = PolicyWatch.ofPrincipal(options)
    watch.foreign(holdings.first)
    let consoleSession = federate(holdings, user)
    const step = () => {
      holdings.work()
      consoleSession ??= federate(holdings, user)
      if (consoleSession !== undefined) watch.strip(consoleSession)
    }
    return { step, credentials: () => holdings.credentials() }
  },
})

type HeldUser = { account: Account; userName: string }

function federate(holdings: Holdings, user: HeldUser): Actor | undefined {
  const parameters = { Name: federatedName, DurationSeconds: longestSeconds, Policy: allowEverything }
  const token = holdings.obtain(holdings.first, { service: 'sts', action: 'GetFederationToken', parameters })
  return token && holdings.holdKey(signIn(user))
}

/** The federation endpoint of the console takes a token for a session. It is a web page, and no operation of AWS. */
function signIn({ account, userName }: HeldUser): string {
  const { issueFederationToken } = issueFor(account)
  const session = { durationSeconds: longestSeconds, policy: allowEverything, console: true }
  return issueFederationToken(userName, federatedName, session).accessKeyId
}
