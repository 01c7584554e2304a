import type { FindingSource } from '../../src/domain/finding.js'
import type { ParseFinding } from './finding-source.js'
import { parseGuardDuty } from './guardduty/parse-guardduty.js'

/** The sources that are served; one that is missing here has its name reserved and no parser yet. */
export const findingSources: Readonly<Partial<Record<FindingSource, ParseFinding>>> = {
  guardduty: parseGuardDuty,
}
