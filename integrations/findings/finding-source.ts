import type { Finding } from '../../src/domain/finding.js'

/**
 * What a source made of one finding. `malformed` says that the sender must correct it (HTTP 422); `notOurs` that it is
 * well-formed but accuses no IAM principal, or is of another kind, so that sending it again
 * changes nothing (200, not accepted). The reason
 * is one or two sentences that may quote the payload, escaped for a terminal, not for HTML or Slack.
 */
export type FindingParse = { readonly accepted: true; readonly finding: Finding } | RefusedFinding

export interface RefusedFinding {
  readonly accepted: false
  readonly kind: 'malformed' | 'notOurs'
  readonly reason: string
}

/** A parser of one finding: takes what JSON.parse returned and never throws. */
export type ParseFinding = (payload: unknown) => FindingParse

export type Findings = readonly [Finding, ...Finding[]]

/**
 * What a source made of a payload, which may hold several findings (Security Hub, SNS records, Elastic's alerts): those that
 * are ours, in the order of the payload, and why each of the others was passed over. Refused only where none is ours.
 */
export type PayloadParse =
  | { readonly accepted: true; readonly findings: Findings; readonly skipped: readonly RefusedFinding[] }
  | RefusedFinding

/** A parser of a source's payloads: takes what JSON.parse returned and never throws. */
export type ParsePayload = (payload: unknown) => PayloadParse

export function malformed(reason: string): RefusedFinding {
  return { accepted: false, kind: 'malformed', reason }
}

export function notOurs(reason: string): RefusedFinding {
  return { accepted: false, kind: 'notOurs', reason }
}
