import type { Finding } from './finding.js'

/** AWS's own copy of a finding, read as its deliveries are; or in a sentence why there is none to hold it against. */
export type FindingAnswer =
  | { readonly has: true; readonly finding: Finding }
  | { readonly has: false; readonly reason: string }

/** Asks AWS itself whether it has a finding. A failure of AWS is thrown (AwsError): silence confirms nothing. */
export interface FindingLookup {
  lookUp(finding: Finding): Promise<FindingAnswer>
}

/** Reads what AWS answered: the findings in it, and in sentences why others are none (archived, another kind). */
export type ReadAwsFindings = (payload: unknown) => {
  readonly findings: readonly Finding[]
  readonly refused: readonly string[]
}
