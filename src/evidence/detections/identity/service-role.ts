import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { admittedBy } from '../policy/admitted-by.js'
import { policyDocument } from '../policy/policy-document.js'
import { textAt } from '../request-values.js'
import type { TrailView } from '../trail-view.js'
import { trustGravity } from './role-created.js'

/**
 * Whether this actor made the role in this log for services of AWS alone, as every rollout does: nobody else can be it, so what it
 * may do says little about who made it. False where the making is not in the log.
 */
export function isOwnServiceRole(role: string, { actor }: Act, trail: TrailView): boolean {
  return serviceRolesIn(trail).has(nameOf(actor.key, role))
}

/** `CreateRole` with a trust policy that lets in nobody but services whose caller AWS itself is. */
export function isForServices({ request, event }: Act, { accounts }: TrailView): boolean {
  const document = policyDocument(request.assumeRolePolicyDocument)
  if (document === null) return false
  return trustGravity(admittedBy(document, { accountId: event.accountId, accounts }))[0] === 'informational'
}

/** Asked for once a grant, so it is kept. */
const serviceRoles = new WeakMap<TrailView, ReadonlySet<string>>()

function serviceRolesIn(trail: TrailView): ReadonlySet<string> {
  const known = serviceRoles.get(trail)
  if (known !== undefined) return known
  const roles = new Set(
    trail
      .actsNamed('iam', 'CreateRole')
      .filter((made) => made.outcome === 'ok' && isForServices(made, trail))
      .map(({ actor, request }) => nameOf(actor.key, textAt(request, 'roleName') ?? '')),
  )
  serviceRoles.set(trail, roles)
  return roles
}

/** By maker and role; roles compare without path and case. */
function nameOf(actorKey: string, role: string): string {
  return JSON.stringify([actorKey, lastSegment(role).toLowerCase()])
}
