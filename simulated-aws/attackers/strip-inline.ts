import { defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { PolicyWatch } from './policy-watch.js'

/**
 * Takes away every inline and managed policy of its own role or user that was not there when it started, as that very
 * principal. It wins while enforcement lags behind the control plane: the block is gone before it ever denies the
 * deletion. (OFFENSAI's notyet does this, every half second.)
 */
export const stripInline = defineAttacker({
  name: 'strip-inline',
  summary: 'deletes and detaches policies that appear on its role or user, as that principal itself',
  create: (options) => {
    const holdings = new Holdings(options)
    const watch = PolicyWatch.ofPrincipal(options)
    watch.foreign(holdings.first)
    return { step: () => watch.strip(holdings.first), credentials: () => holdings.credentials() }
  },
})
