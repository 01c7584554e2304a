import { arnFits } from './arn-pattern.js'
import { globMatches } from './glob.js'
import { parseInstant } from './instant.js'
import { ipInRange } from './ip-range.js'
import type { ComparisonName } from './operator-name.js'
import { readPattern } from './policy-variables.js'
import type { ContextLookup } from './request-context.js'

/** Whether the request's value compares to the policy's; undefined where the two cannot be compared at all. */
export type Compare = (actual: string, expected: string, variables: ContextLookup | undefined) => boolean | undefined

export interface Comparison {
  readonly compare: Compare
  /** A negated operator holds where no value compares, and where the key is absent. */
  readonly negated: boolean
}

const stringEquals: Compare = (actual, expected, variables) => {
  const pattern = readPattern(expected, { wildcards: false, variables })
  return pattern && globMatches(pattern, actual)
}

const stringEqualsIgnoreCase: Compare = (actual, expected, variables) => {
  const pattern = readPattern(expected, { wildcards: false, variables })
  return (
    pattern &&
    pattern
      .map((token) => (token.kind === 'char' ? token.char : ''))
      .join('')
      .toLowerCase() === actual.toLowerCase()
  )
}

const stringLike: Compare = (actual, expected, variables) => {
  const pattern = readPattern(expected, { wildcards: true, variables })
  return pattern && globMatches(pattern, actual)
}

/** ArnEquals and ArnLike "behave identically": both read wildcards. */
const arnLike: Compare = (actual, expected, variables) => {
  const pattern = readPattern(expected, { wildcards: true, variables })
  return pattern && arnFits(pattern, actual)
}

const bool: Compare = (actual, expected) => {
  const [left, right] = [actual.toLowerCase(), expected.toLowerCase()]
  return [left, right].every((text) => text === 'true' || text === 'false') ? left === right : undefined
}

const binaryEquals: Compare = (actual, expected) =>
  Buffer.from(actual, 'base64').equals(Buffer.from(expected, 'base64'))

function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function ordered(
  parse: (text: string) => number | undefined,
  holds: (actual: number, expected: number) => boolean,
): Compare {
  return (actual, expected) => {
    const [left, right] = [parse(actual), parse(expected)]
    return left === undefined || right === undefined ? undefined : holds(left, right)
  }
}

const equal = (actual: number, expected: number) => actual === expected
const less = (actual: number, expected: number) => actual < expected
const lessOrEqual = (actual: number, expected: number) => actual <= expected
const greater = (actual: number, expected: number) => actual > expected
const greaterOrEqual = (actual: number, expected: number) => actual >= expected
const is = (compare: Compare): Comparison => ({ compare, negated: false })
const not = (compare: Compare): Comparison => ({ compare, negated: true })

/** Variables count in String* and Arn* only, as AWS documents; elsewhere `${aws:CurrentTime}` is just no date. */
export const comparisons: Record<ComparisonName, Comparison> = {
  StringEquals: is(stringEquals),
  StringNotEquals: not(stringEquals),
  StringEqualsIgnoreCase: is(stringEqualsIgnoreCase),
  StringNotEqualsIgnoreCase: not(stringEqualsIgnoreCase),
  StringLike: is(stringLike),
  StringNotLike: not(stringLike),
  NumericEquals: is(ordered(parseNumber, equal)),
  NumericNotEquals: not(ordered(parseNumber, equal)),
  NumericLessThan: is(ordered(parseNumber, less)),
  NumericLessThanEquals: is(ordered(parseNumber, lessOrEqual)),
  NumericGreaterThan: is(ordered(parseNumber, greater)),
  NumericGreaterThanEquals: is(ordered(parseNumber, greaterOrEqual)),
  DateEquals: is(ordered(parseInstant, equal)),
  DateNotEquals: not(ordered(parseInstant, equal)),
  DateLessThan: is(ordered(parseInstant, less)),
  DateLessThanEquals: is(ordered(parseInstant, lessOrEqual)),
  DateGreaterThan: is(ordered(parseInstant, greater)),
  DateGreaterThanEquals: is(ordered(parseInstant, greaterOrEqual)),
  Bool: is(bool),
  BinaryEquals: is(binaryEquals),
  IpAddress: is(ipInRange),
  NotIpAddress: not(ipInRange),
  ArnEquals: is(arnLike),
  ArnLike: is(arnLike),
  ArnNotEquals: not(arnLike),
  ArnNotLike: not(arnLike),
}
