import type { GlobToken } from './glob.js'
import { globMatches } from './glob.js'

const segmentCount = 6

/**
 * The Arn* condition operators: "each of the six colon-delimited components of the ARN is checked separately", and
 * the last takes all further colons. Undefined where either side is no ARN, `*` alone included: then not even
 * ArnNotLike holds.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnFits(pattern: readonly GlobToken[], arn: string): boolean | undefined {
  const patternSegments = tokenSegments(pattern)
  const segments = arnSegments(arn)
  if (patternSegments.length < segmentCount || segments.length < segmentCount || segments[0] !== 'arn') return undefined
  return patternSegments.every((tokens, index) => globMatches(tokens, segments[index] ?? ''))
}

/**
 * The Resource element. A wildcard stays within its segment, except that `*` at a segment's end may run over colons,
 * and that the resource part, after the fifth colon, is one segment whatever it holds. Missing fields at the end
 * count as `*`: `arn:aws:sqs` is every queue.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceFits(pattern: readonly GlobToken[], resource: string): boolean {
  if (globMatches(withSegmentBounds(pattern), resource)) return true
  const missing = segmentCount - tokenSegments(pattern).length
  if (missing <= 0 || !resource.startsWith('arn:')) return false
  const completed = [...pattern, ...Array.from({ length: missing }, () => anyField).flat()]
  return globMatches(withSegmentBounds(completed), resource)
}

/** Whether the fields before the resource part (partition, service, region, account) fit. */
export function ownerFits(pattern: readonly GlobToken[], arn: string): boolean {
  const segments = arnSegments(arn)
  const owner = tokenSegments(pattern).slice(0, segmentCount - 1)
  return owner.every((tokens, index) => globMatches(tokens, segments[index] ?? ''))
}

const anyField: GlobToken[] = [
  { kind: 'char', char: ':' },
  { kind: 'any', crosses: true },
]

function isColon(token: GlobToken | undefined): boolean {
  return token?.kind === 'char' && token.char === ':'
}

function withSegmentBounds(pattern: readonly GlobToken[]): GlobToken[] {
  let colons = 0
  return pattern.map((token, index) => {
    if (isColon(token)) colons += 1
    if (token.kind === 'char' || colons >= segmentCount - 1) return token
    const next = pattern[index + 1]
    return { ...token, crosses: token.kind === 'any' && (next === undefined || isColon(next)) }
  })
}

function tokenSegments(pattern: readonly GlobToken[]): GlobToken[][] {
  const segments: GlobToken[][] = [[]]
  for (const token of pattern) {
    if (isColon(token) && segments.length < segmentCount) segments.push([])
    else segments.at(-1)?.push(token)
  }
  return segments
}

function arnSegments(arn: string): string[] {
  const parts = arn.split(':')
  const resource = parts.slice(segmentCount - 1)
  return resource.length === 0 ? parts : [...parts.slice(0, segmentCount - 1), resource.join(':')]
}
