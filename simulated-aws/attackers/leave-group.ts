import { z } from 'zod'
import type { Actor } from '../actor.js'
import { defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { listAll } from './listing.js'
import { PolicyWatch } from './policy-watch.js'

const group = z.object({ GroupName: z.string() })

/**
 * A user that leaves every group it is put into or that a policy appears on, and goes on by its own permissions: a
 * block on a group is one that the blocked can walk out of. (OFFENSAI's notyet does this.)
 */
export const leaveGroup = defineAttacker({
  name: 'leave-group',
  summary: 'a user that leaves each group that a policy appears on, and goes on by its own permissions',
  create: (options) => {
    const { userName } = options
    if (userName === undefined) throw new Error('leave-group acts as a user: a role is in no group.')
    const holdings = new Holdings(options)
    let watches: Map<string, PolicyWatch> | undefined
    const look = () => {
      const groups = groupsOf(holdings.first, userName)
      if (groups === undefined) return []
      watches ??= new Map(groups.map((name) => [name, new PolicyWatch({ kind: 'group', name })]))
      const known = watches
      return groups.filter((name) => (known.get(name)?.foreign(holdings.first).length ?? 1) > 0)
    }
    look()
    const step = () => {
      holdings.work()
      for (const GroupName of look()) {
        const parameters = { GroupName, UserName: userName }
        holdings.first.call({ service: 'iam', action: 'RemoveUserFromGroup', parameters })
      }
    }
    return { step, credentials: () => holdings.credentials() }
  },
})

function groupsOf(actor: Actor, UserName: string): string[] | undefined {
  const listing = { action: 'ListGroupsForUser', parameters: { UserName }, field: 'Groups', item: group }
  return listAll(actor, listing)?.map(({ GroupName }) => GroupName)
}
