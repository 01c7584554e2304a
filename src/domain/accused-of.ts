import type { Finding } from './finding.js'
import { findingKey } from './finding-key.js'
import { type Principal, principalKey } from './principal.js'
import { unresolvedPrincipal } from './resolve-principal.js'

/** Whom a playbook is about: who acted, or what they set up, where the finding tells of that. */
export type About = 'principal' | 'subject'

/** Whom an incident that a finding opens is about. A subject that is not named is for a person to name, never for the actor to stand in. */
export function accusedOf({ principal, subject }: Finding, about: About): Principal {
  if (about === 'principal' || principal.type === 'rolesAnywhereProfile') return principal
  const { partition, accountId } = principal
  const name = subject?.name ?? subject?.id ?? ''
  if (subject === undefined || name === '')
    return unresolvedPrincipal({ partition, accountId }, 'The finding does not name the profile.')
  return {
    type: 'rolesAnywhereProfile',
    partition,
    accountId,
    name,
    ...(subject.arn === null ? {} : { arn: subject.arn }),
    ...(subject.id === null ? {} : { uniqueId: subject.id }),
  }
}

/** What "one open incident a principal" compares for a finding; of a principal that is not known, the same finding in every feed. */
export function incidentKeyOf(finding: Finding, about: About): string {
  return principalKey(accusedOf(finding, about), findingKey(finding))
}
