import type { Finding } from '../../src/domain/finding.js'
import {
  malformed,
  notOurs,
  type ParseFinding,
  type ParsePayload,
  type PayloadParse,
  type RefusedFinding,
} from './finding-source.js'

/** What Security Hub's own operations take and give at once. Each finding costs a transaction before the webhook answers. */
export const MAX_FINDINGS = 100

/**
 * Every finding of a payload by itself: a bad one does not keep the good ones out. Where none is ours, a malformed one
 * speaks for the payload, for that is what its sender can correct.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 */
export function parseEach(items: readonly unknown[], parse: ParseFinding): PayloadParse {
  if (items.length === 0) return malformed('The payload holds no finding.')
  if (items.length > MAX_FINDINGS) {
    return malformed(`The payload holds ${items.length} findings: send ${MAX_FINDINGS} at most.`)
  }
  return joinParses(items.map((item) => asPayload(parse(item))))
}

/** Several payloads' answers as one. */
export function joinParses(parses: readonly PayloadParse[]): PayloadParse {
  const skipped = parses.flatMap((parse) => (parse.accepted ? parse.skipped : [parse]))
  const [first, ...others] = parses.flatMap((parse): Finding[] => (parse.accepted ? [...parse.findings] : []))
  if (first !== undefined) return { accepted: true, findings: [first, ...others], skipped }
  return refusalOfAll(skipped)
}

/** A source whose payloads hold one finding each. */
export function oneEach(parse: ParseFinding): ParsePayload {
  return (payload) => asPayload(parse(payload))
}

function asPayload(parse: ReturnType<ParseFinding>): PayloadParse {
  return parse.accepted ? { accepted: true, findings: [parse.finding], skipped: [] } : parse
}

function refusalOfAll(skipped: readonly RefusedFinding[]): RefusedFinding {
  const told = skipped.find(({ kind }) => kind === 'malformed') ?? skipped[0]
  if (told === undefined) return notOurs('The payload holds no finding.')
  const others = skipped.length - 1
  const more =
    others === 0 ? '' : ` (${others} more of its findings ${others === 1 ? 'was' : 'were'} not taken either.)`
  return { ...told, reason: `${told.reason}${more}` }
}
