import type { Finding } from '../../src/domain/finding.js'

/**
 * What a source made of a payload. `malformed` says that the sender must correct it (HTTP 422); `notOurs` that it is
 * well-formed but accuses no IAM principal, or is of another kind, so that sending it again
 * changes nothing (200, not accepted). The reason
 * is one or two sentences that may quote the payload, escaped for a terminal, not for HTML or Slack.
 */
export type FindingParse =
  | { readonly accepted: true; readonly finding: Finding }
  | { readonly accepted: false; readonly kind: 'malformed' | 'notOurs'; readonly reason: string }

/** A parser of one source: takes what JSON.parse returned and never throws. */
export type ParseFinding = (payload: unknown) => FindingParse

export type RefusedFinding = Extract<FindingParse, { accepted: false }>

export function malformed(reason: string): RefusedFinding {
  return { accepted: false, kind: 'malformed', reason }
}

export function notOurs(reason: string): RefusedFinding {
  return { accepted: false, kind: 'notOurs', reason }
}
