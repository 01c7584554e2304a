/** The comparisons that a condition can ask for, without prefix and suffix. `Null` is apart: it asks for presence. */
export const comparisonNames = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
] as const

export type ComparisonName = (typeof comparisonNames)[number]

export type OperatorName =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'comparison'
      readonly comparison: ComparisonName
      readonly quantifier: 'single' | 'forAllValues' | 'forAnyValue'
      readonly ifExists: boolean
    }

const comparisons = new Map(comparisonNames.map((name) => [name.toLowerCase(), name]))
const quantifiers = { '': 'single', 'forallvalues:': 'forAllValues', 'foranyvalue:': 'forAnyValue' } as const

/**
 * Takes `ForAnyValue:StringLikeIfExists` apart; its case does not matter. Undefined for a name that AWS does not know.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseOperatorName(name: string): OperatorName | undefined {
  const [, prefix, base, suffix] = /^(for(?:all|any)values?:)?(.+?)(ifexists)?$/.exec(name.toLowerCase()) ?? []
  if (base === 'null') return suffix === undefined ? { kind: 'null' } : undefined
  const comparison = comparisons.get(base ?? '')
  const quantifier = Object.entries(quantifiers).find(([key]) => key === (prefix ?? ''))?.[1]
  if (comparison === undefined || quantifier === undefined) return undefined
  return { kind: 'comparison', comparison, quantifier, ifExists: suffix !== undefined }
}
