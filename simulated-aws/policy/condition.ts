import type { Comparison } from './comparison.js'
import { comparisons } from './comparison.js'
import type { OperatorName } from './operator-name.js'
import { parseOperatorName } from './operator-name.js'
import type { Condition } from './policy-document.js'
import type { ContextLookup } from './request-context.js'

type Values = string | readonly string[] | undefined
type ComparisonOperator = Extract<OperatorName, { kind: 'comparison' }>

/**
 * Whether a Condition block holds: all operators and all keys must, a list of policy values is OR (NOR when negated).
 * An operator that AWS does not know never holds; parsePolicyDocument refuses it before.
 *
 * @param variables the context that fills in policy variables; undefined in a document of version 2008-10-17
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionHolds(
  condition: Condition,
  context: ContextLookup,
  variables: ContextLookup | undefined,
): boolean {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = parseOperatorName(name)
    return Object.entries(keys).every(([key, raw]) => {
      const expected = (Array.isArray(raw) ? raw : [raw]).map(String)
      const actual = context.values(key)
      if (operator === undefined) return false
      return operator.kind === 'null'
        ? nullHolds(actual, expected)
        : comparisonHolds(operator, actual, expected, variables)
    })
  })
}

function nullHolds(actual: Values, expected: readonly string[]): boolean {
  const answer = actual === undefined ? 'true' : 'false'
  return expected.some((value) => value.toLowerCase() === answer)
}

function comparisonHolds(
  operator: ComparisonOperator,
  actual: Values,
  expected: readonly string[],
  variables: ContextLookup | undefined,
): boolean {
  const comparison = comparisons[operator.comparison]
  if (actual === undefined) return absentKeyHolds(operator, comparison)
  const holds = (value: string) => valueHolds(comparison, value, expected, variables)
  // A multivalued key "requires a condition set operator"; without one there is no single value to compare.
  if (operator.quantifier === 'single') return typeof actual === 'string' && holds(actual)
  const values = typeof actual === 'string' ? [actual] : actual
  return operator.quantifier === 'forAllValues' ? values.every(holds) : values.some(holds)
}

/**
 * ForAnyValue needs a value even with IfExists: AWS denies there although its page on IfExists reads otherwise
 * (https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly).
 */
function absentKeyHolds(operator: ComparisonOperator, comparison: Comparison): boolean {
  if (operator.quantifier === 'forAllValues') return true
  if (operator.quantifier === 'forAnyValue') return false
  return operator.ifExists || comparison.negated
}

/** What cannot be compared (no number, no date, a variable without a value) never holds, not even negated. */
function valueHolds(
  comparison: Comparison,
  actual: string,
  expected: readonly string[],
  variables: ContextLookup | undefined,
): boolean {
  const results = expected.map((value) => comparison.compare(actual, value, variables))
  return comparison.negated ? results.every((result) => result === false) : results.some((result) => result === true)
}
