import { isAdministrator } from '../src/containment/role-power.js'
import type { AnywhereImpact } from '../src/domain/plan.js'
import { ifReadable } from './read-entity.js'
import type { IncidentTools } from './worker-tools.js'

export interface RolePower {
  readonly role: AnywhereImpact['roles'][number]
  /** Why it is not known, in a sentence; null where it is. */
  readonly why: string | null
}

/** Roles of a profile that are looked at; IAM is asked twice for each. */
const ROLES_READ = 20

/** What the roles that a profile hands out may do, as far as their policies tell at a glance. */
export async function readRolePowers(tools: IncidentTools, arns: readonly string[]): Promise<RolePower[]> {
  const known = await Promise.all(arns.slice(0, ROLES_READ).map((arn) => readRolePower(tools, arn)))
  const others = arns.slice(ROLES_READ).map((arn) => {
    return { role: { arn, isAdministrator: null }, why: `What ${arn} may do was not read: the profile has many roles.` }
  })
  return [...known, ...others]
}

async function readRolePower({ aws }: IncidentTools, arn: string): Promise<RolePower> {
  const [, accountId, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? []
  const unknown = { arn, isAdministrator: null }
  if (accountId !== aws.accountId || name === undefined)
    return { role: unknown, why: `${arn} is no role of this account.` }
  const role = { type: 'role', name } as const
  const [attached, inline] = await Promise.all([
    ifReadable(aws.iam.listAttachedPolicies(role)),
    ifReadable(aws.iam.listInlinePolicies(role)),
  ])
  if (attached.why !== null || inline.why !== null) {
    return { role: unknown, why: `What ${arn} may do could not be read: ${attached.why ?? inline.why}` }
  }
  if (attached.value === null || inline.value === null) return { role: unknown, why: `${arn} is not there.` }
  return { role: { arn, isAdministrator: isAdministrator(attached.value, inline.value) }, why: null }
}
