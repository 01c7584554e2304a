import type { Finding } from '../../src/domain/finding.js'
import { type GuardDutyPlace, guardDutyPlace } from '../../src/domain/finding-key.js'
import type { FindingAnswer, FindingLookup, ReadAwsFindings } from '../../src/domain/finding-lookup.js'
import type { AwsConnection } from './client-options.js'
import { guardDutyFinding } from './guardduty/guard-duty-findings.js'
import { securityHubFinding } from './securityhub/security-hub-finding.js'

/** How the answers of AWS are read: by those who read the deliveries, so that two copies of one finding read alike. */
export interface AwsFindingReaders {
  readonly guardDuty: ReadAwsFindings
  readonly securityHub: ReadAwsFindings
}

export interface FindingLookupOptions {
  readonly connection: AwsConnection
  readonly accountId: string
  readonly readers: AwsFindingReaders
}

/**
 * Asks the service that made a finding for its own copy. One of GuardDuty's is asked of GuardDuty, also where Security Hub brought
 * it: into Security Hub anybody with BatchImportFindings may write, into GuardDuty nobody. Only this account's detectors are
 * asked, whatever the finding's ARN says, and nothing is sent to an address that a finding names.
 */
export class FindingLookups implements FindingLookup {
  readonly #options: FindingLookupOptions

  constructor(options: FindingLookupOptions) {
    this.#options = options
  }

  async lookUp(finding: Finding): Promise<FindingAnswer> {
    const { source, sourceId, arn = '' } = finding
    const place = guardDutyPlace(source === 'guardduty' ? arn : sourceId)
    if (place !== null) return this.#atGuardDuty(finding, place)
    if (source === 'guardduty')
      return hasNot("The finding gives no ARN of GuardDuty's, by which it could be looked up.")
    return this.#atSecurityHub(finding)
  }

  async #atGuardDuty(finding: Finding, place: GuardDutyPlace): Promise<FindingAnswer> {
    const { connection, accountId, readers } = this.#options
    if (place.accountId !== accountId || place.partition !== connection.partition) {
      return hasNot(`Its ARN is of ${place.partition} account ${place.accountId}, whose GuardDuty is not asked here.`)
    }
    if (finding.source === 'guardduty' && place.findingId !== finding.sourceId) {
      return hasNot('Its ARN names another finding than its id.')
    }
    const answer = await guardDutyFinding(connection, place)
    if (answer.Findings.length === 0) return hasNot('GuardDuty has no such finding.')
    const { findings, refused } = readers.guardDuty(answer)
    const found = findings.find(({ sourceId }) => sourceId === place.findingId)
    return found === undefined ? hasNot(refused[0] ?? 'GuardDuty has no such finding.') : { has: true, finding: found }
  }

  async #atSecurityHub({ region, sourceId }: Finding): Promise<FindingAnswer> {
    const { connection, accountId, readers } = this.#options
    if (region === '') return hasNot('The finding names no Region in which it could be looked up.')
    const answer = await securityHubFinding(connection, { region, accountId, id: sourceId })
    if (answer.Findings.length === 0) return hasNot('Security Hub has no such finding.')
    const { findings, refused } = readers.securityHub(answer)
    const found = findings.find((each) => each.sourceId === sourceId)
    if (found === undefined) return hasNot(refused[0] ?? 'Security Hub has no such finding.')
    return found.trusted
      ? { has: true, finding: found }
      : hasNot(found.distrust ?? 'Security Hub has it, but its product is none of AWS.')
  }
}

function hasNot(reason: string): FindingAnswer {
  return { has: false, reason }
}
