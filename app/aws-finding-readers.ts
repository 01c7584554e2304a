import type { AwsFindingReaders } from '../integrations/aws/finding-lookups.js'
import type { ParsePayload } from '../integrations/findings/finding-source.js'
import { parseGuardDutyPayload } from '../integrations/findings/guardduty/parse-guardduty-payload.js'
import { parseSecurityHub } from '../integrations/findings/security-hub/parse-security-hub.js'
import type { ReadAwsFindings } from '../src/domain/finding-lookup.js'

/** AWS's own copies are read as the deliveries are: what differs then is in the finding, not in how it was read. */
export const awsFindingReaders: AwsFindingReaders = {
  guardDuty: readerOf(parseGuardDutyPayload),
  securityHub: readerOf(parseSecurityHub),
}

function readerOf(parse: ParsePayload): ReadAwsFindings {
  return (payload) => {
    // As they would have come: dates of the SDK become texts, and what it left out is gone.
    const parsed = parse(JSON.parse(JSON.stringify(payload)))
    if (!parsed.accepted) return { findings: [], refused: [parsed.reason] }
    return { findings: parsed.findings, refused: parsed.skipped.map(({ reason }) => reason) }
  }
}
