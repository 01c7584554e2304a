import { detectiveGraphArn } from '../../../simulated-aws/account/identifiers.js'
import type { FindingFacts } from './finding-facts.js'
import { placeOfAccount } from './finding-facts.js'

const DAY_MS = 24 * 3_600_000

/**
 * An investigation that is done, as GetInvestigation gives it. Detective looks into roles and users: which session was taken is
 * for the evidence to tell. https://docs.aws.amazon.com/detective/latest/APIReference/API_GetInvestigation.html
 */
export function makeDetective({ accused, severity, id, lastSeenAt, updatedAt }: FindingFacts) {
  return {
    GraphArn: detectiveGraphArn(placeOfAccount(accused.account)),
    InvestigationId: digitsOf(id),
    EntityArn: accused.arn,
    EntityType: accused.type === 'role' ? 'IAM_ROLE' : 'IAM_USER',
    CreatedTime: updatedAt,
    ScopeStartTime: new Date(Date.parse(lastSeenAt) - DAY_MS).toISOString(),
    ScopeEndTime: lastSeenAt,
    Status: 'SUCCESSFUL',
    Severity: wordOf(severity),
    State: 'ACTIVE',
  }
}

/** Detective's are of 21 digits. */
function digitsOf(id: string): string {
  return BigInt(`0x${id}`).toString().padStart(21, '0').slice(-21)
}

function wordOf(severity: number): string {
  if (severity >= 9) return 'CRITICAL'
  if (severity >= 7) return 'HIGH'
  if (severity >= 4) return 'MEDIUM'
  return severity >= 1 ? 'LOW' : 'INFORMATIONAL'
}
