import type { FindingFacts } from './finding-facts.js'
import { placeOfAccount, principalIdOf } from './finding-facts.js'

/** What a script or a tool without a source of its own sends: see integrations/findings/generic. */
export function makeGeneric({ accused, type, severity, id, firstSeenAt, lastSeenAt, updatedAt }: FindingFacts) {
  const { accountId, region } = placeOfAccount(accused.account)
  const { name, arn, accessKeyId } = accused
  const kind = type ?? 'UnusualActivity'
  return {
    id,
    type: kind,
    title: `${kind}: ${name}`,
    severity,
    updatedAt,
    firstSeenAt,
    lastSeenAt,
    count: 1,
    sample: false,
    region,
    principal: {
      accountId,
      arn,
      type: accused.type === 'role' ? 'AssumedRole' : 'IAMUser',
      name,
      principalId: principalIdOf(accused),
      accessKeyId,
    },
  }
}
