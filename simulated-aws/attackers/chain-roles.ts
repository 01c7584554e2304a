import type { Actor } from '../actor.js'
import { type AttackerOptions, defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { PolicyWatch } from './policy-watch.js'
import { rolesInReach } from './roles-in-reach.js'

/**
 * Has assumed a second role before the block comes, and lives on that session: the policies of the first "are not
 * evaluated" for it. From there it takes the block on the first away, where the second role may.
 */
export const chainRoles = defineAttacker({
  name: 'chain-roles',
  summary: 'assumes another role before the block, lives on that session and deletes the block from there',
  create: (options) => {
    const holdings = new Holdings(options)
    const watch = PolicyWatch.ofPrincipal(options)
    watch.foreign(holdings.first)
    let second = assumeSecond(holdings, options)
    const step = () => {
      holdings.work()
      second ??= assumeSecond(holdings, options)
      if (second !== undefined) watch.strip(second)
    }
    return { step, credentials: () => holdings.credentials() }
  },
})

function assumeSecond(holdings: Holdings, options: AttackerOptions): Actor | undefined {
  for (const { Arn } of rolesInReach(holdings.first, options)) {
    const parameters = { RoleArn: Arn, RoleSessionName: 'maintenance' }
    const actor = holdings.obtain(holdings.first, { service: 'sts', action: 'AssumeRole', parameters })
    if (actor !== undefined) return actor
  }
  return undefined
}
