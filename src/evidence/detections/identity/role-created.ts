import type { Act } from '../act.js'
import { type Admitted, admittedBy } from '../policy/admitted-by.js'
import { policyDocument } from '../policy/policy-document.js'
import { textAt } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import { isAtLeast, type Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { ownProviders } from './own-provider.js'
import { isBoundToSubject, isSharedIssuer } from './shared-issuer.js'

/**
 * A role made, graded by whom its trust policy lets in. Goes back to the third detection of Splunk's cross-account story, which
 * asks for a role session and the console's default description and so misses whatever a tool makes. ATT&CK T1136.003.
 */
export const roleCreated: ActRule = {
  kind: 'acts',
  id: 'iam-role-created',
  title: 'Role created',
  technique: 'T1136.003',
  tactic: 'persistence',
  calls: { iam: 'CreateRole' },
  judge: (act, trail) => judgeTrust(act, trail, 'role created'),
}

/** A trust policy changed so that others get in: T1098.003 in ATT&CK, and the backdoored role of Stratus Red Team. */
export const roleTrustChanged: ActRule = {
  kind: 'acts',
  id: 'iam-role-trust-changed',
  title: 'Trust policy of a role changed',
  technique: 'T1098.003',
  tactic: 'persistence',
  calls: { iam: 'UpdateAssumeRolePolicy' },
  judge: (act, trail) => judgeTrust(act, trail, 'trust changed'),
}

function judgeTrust(act: Act, trail: TrailView, done: string): Judgement {
  const role = textAt(act.request, 'roleName') ?? 'a role'
  const document = policyDocument(act.request.assumeRolePolicyDocument ?? act.request.policyDocument)
  if (document === null)
    return { severity: 'low', what: `${done}: ${role}`, why: ['the trust policy is not in the record'] }
  const admitted = admittedBy(document, { accountId: act.event.accountId, accounts: trail.accounts })
  const [severity, why] = isVendorRole(act, admitted) ? vendorGravity : trustGravity(admitted)
  const what = `${done}: ${role}`
  const own = ownProviders(admitted.providers, act, trail)
  // A role and its provider are set up together; a role that was there is opened to it by whoever wants that role.
  const isShared = own.every(isSharedIssuer) && isBoundToSubject(document)
  const ofNew = isShared ? 'low' : 'medium'
  const forOwn = own.length === 0 ? 'informational' : act.name === 'UpdateAssumeRolePolicy' ? 'high' : ofNew
  if (isAtLeast(severity, forOwn)) return { severity, what, why }
  return { severity: forOwn, what, why: [...why, `the caller made or changed the provider itself: ${own.join(', ')}`] }
}

/**
 * A new role for another account that must name an external id: how vendors are let in. A role that was there is not opened so.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
function isVendorRole({ name }: Act, { everyone, outside, isByExternalId }: Admitted): boolean {
  return name === 'CreateRole' && !everyone && outside.length > 0 && isByExternalId
}

const vendorGravity: [Severity, string[]] = [
  'medium',
  ['another account is let in with an external id, as vendors are'],
]

/** How much it matters whom a trust policy lets in. */
export function trustGravity(admitted: Admitted): [Severity, string[]] {
  if (admitted.everyone) return ['critical', ['everybody is let in']]
  if (admitted.outside.length > 0) return ['high', [`other accounts are let in: ${admitted.outside.join(', ')}`]]
  if (admitted.unboundProviders.length > 0) {
    return ['medium', [`whoever the provider knows is let in: ${admitted.unboundProviders.join(', ')}`]]
  }
  if (admitted.services.includes('rolesanywhere.amazonaws.com'))
    return ['medium', ['certificates from outside AWS are let in']]
  if (admitted.siblings.length > 0)
    return ['low', [`accounts in the same log are let in: ${admitted.siblings.join(', ')}`]]
  return [admitted.own.length > 0 || admitted.providers.length > 0 ? 'low' : 'informational', []]
}
