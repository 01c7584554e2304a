import type { Finding } from '../../src/domain/finding.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import type { Accusation } from '../../src/evidence/proposal/proposal-input.js'

/** Whom a finding accuses, as the facts name actors: by its principal, and by its access key where the principal is open. */
export function accusationOf(finding: Finding, { scope, baseline }: TrailFacts): Accusation {
  const { source, type, severity, trusted, sample, principal } = finding
  const named = `${principal.type}:${principal.accountId}:${principal.name.toLowerCase()}`
  const byKey = [...baseline.keys.values(), ...scope.keys.values()]
    .filter(({ accessKeyId }) => accessKeyId !== '' && accessKeyId === principal.accessKeyId)
    .map(({ actorKey }) => actorKey)
  const actorKeys = principal.type === 'unresolved' ? byKey : principal.name === '' ? [] : [named]
  return {
    actorKeys: [...new Set(actorKeys)],
    arn: principal.arn ?? '',
    name: principal.name,
    source,
    type,
    severity,
    trusted,
    sample,
  }
}
