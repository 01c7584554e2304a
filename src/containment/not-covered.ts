import type { Evidence } from '../domain/evidence.js'
import { ownedBy } from './document.js'
import type { PreImage } from './pre-image.js'

/** What the sentences depend on. */
export interface CoverageInput {
  readonly preImage: PreImage
  readonly evidence: Evidence | null
  readonly instanceProfiles: readonly string[]
}

/**
 * What goes on in spite of a DenyAll on a role, for whoever approves it: a block that is taken for more than it is does
 * harm. Sources:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function notCovered({ preImage, evidence, instanceProfiles }: CoverageInput): string[] {
  return [
    otherRoles(evidence),
    'The role can still be assumed: its trust policy is not touched. New sessions are issued, and then denied.',
    'sts:GetCallerIdentity and sts:GetSessionToken answer in spite of any policy, and change nothing.',
    'Running compute and open data connections (SSM, database, Kubernetes sessions) stay open until they are closed.',
    'What is public needs no credentials. Resource policies that allow this role do not help it: an explicit deny wins.',
    'Other principals, access keys and roles that the attacker may have made or taken are not touched.',
    ...instances(instanceProfiles),
    ...evidenceGaps(evidence),
    ...ourOtherBlocks(preImage),
  ]
}

function otherRoles(evidence: Evidence | null): string {
  const assumed = evidence?.topCalls.find((call) => call.eventName.startsWith('AssumeRole'))
  const made = assumed === undefined ? 0 : assumed.calls - assumed.errors
  const seen = made === 0 ? '' : ` This role assumed others ${made} times in the window.`
  return `Sessions that this role already opened in other roles live on until they expire.${seen}`
}

function instances(profiles: readonly string[]): string[] {
  if (profiles.length === 0) return []
  return [`Instances with ${profiles.join(', ')} go on running, without access to AWS.`]
}

function evidenceGaps(evidence: Evidence | null): string[] {
  if (evidence === null) return ['No CloudTrail evidence could be read: how many sessions are alive is not known.']
  const unknown = evidence.sessions.filter(({ alive }) => alive === null).length
  if (unknown === 0) return []
  return [`No record shows how long ${unknown} of the sessions live. They are denied like the others.`]
}

function ourOtherBlocks(preImage: PreImage): string[] {
  return preImage.inlinePolicies.flatMap(({ name, document }) => {
    const containment = ownedBy(document)
    return containment === null ? [] : [`Policy ${name} belongs to containment ${containment} and stays as it is.`]
  })
}
