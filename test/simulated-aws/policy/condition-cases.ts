import fc from 'fast-check'
import type { Condition } from '../../../simulated-aws/policy/policy-document.js'

/** A policy variable as written: a dollar sign and braces. */
export const variable = (expression: string) => `\${${expression}}`

/** The context keys in use: what a request may bring, what a policy may ask, and with which operators. */
const keys = [
  {
    key: 'aws:PrincipalTag/team',
    actual: ['blue', 'Blue', 'red', 'b*', '3'],
    expected: [
      'blue',
      'BLUE',
      'red',
      'b*',
      'r?d',
      '*',
      variable('aws:username'),
      variable('aws:nothing'),
      variable("aws:nothing, 'red'"),
    ],
    operators: ['StringEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  },
  {
    key: 'aws:userid',
    actual: ['AROAEXAMPLEPAYMENTS00:web', 'AROAEXAMPLEPAYMENTS00:intruder', 'AIDAEXAMPLEANA0000000'],
    expected: [
      'AROAEXAMPLEPAYMENTS00:web',
      'AROAEXAMPLEPAYMENTS00:intruder',
      'AROAEXAMPLEPAYMENTS00:*',
      '*:intruder',
      'AIDA*',
      'aroaexamplepayments00:web',
      `*:${variable('aws:username')}`,
    ],
    operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'],
  },
  {
    key: 'aws:PrincipalArn',
    actual: [
      'arn:aws:iam::111122223333:role/app/payments',
      'arn:aws:iam::111122223333:role/payments',
      'arn:aws:iam::111122223333:user/ana',
    ],
    expected: [
      'arn:aws:iam::111122223333:role/payments',
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:iam::*:role/*/payments',
      'arn:aws:iam::*:user/a?a',
      `arn:aws:iam::111122223333:user/${variable('aws:username')}`,
      'arn:*:role/payments',
      '*',
    ],
    operators: [
      ...(['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'] as const),
      ...(['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'] as const),
    ],
  },
  {
    key: 'aws:username',
    actual: ['ana', 'red', 'blue'],
    expected: ['ana', 'Ana', 'bob', variable('aws:PrincipalTag/team')],
    operators: ['StringEquals', 'StringNotEquals', 'StringLike'],
  },
  {
    key: 'aws:MultiFactorAuthAge',
    actual: ['1', '10', '10.0', '2.5'],
    expected: ['1', '10', '2.5', '99'],
    operators: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
  },
  {
    key: 'aws:TokenIssueTime',
    actual: ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.500Z', '2025-12-31T23:59:59Z'],
    expected: ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00+01:00', '2026-03-01', '2026-01', '2027-01-01T00:00Z'],
    operators: [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ],
  },
  {
    key: 'aws:SecureTransport',
    actual: ['true', 'false'],
    expected: ['true', 'false', 'TRUE'],
    operators: ['Bool'],
  },
  {
    key: 'aws:MultiFactorAuthPresent',
    actual: ['true', 'false'],
    expected: ['true', 'false'],
    operators: ['Bool'],
  },
  {
    key: 'aws:SourceIp',
    actual: ['203.0.113.9', '198.51.100.200', '2001:db8::7', '10.1.2.3'],
    expected: ['203.0.113.0/24', '203.0.113.9/32', '198.51.100.0/25', '2001:db8::/32', '10.9.9.9/8', '2001:db8:1::/48'],
    operators: ['IpAddress', 'NotIpAddress'],
  },
  {
    key: 'aws:SourceArn',
    actual: ['arn:aws:sns:us-east-1:111122223333:alerts', 'arn:aws:iam::111122223333:role/app/payments'],
    expected: [
      'arn:aws:sns:us-east-1:111122223333:alerts',
      'arn:aws:sns:*:111122223333:*',
      'arn:aws:iam::*:role/app/*',
      'arn:aws:iam*:role/app/payments',
      'arn:aws:iam::999999999999:role/*',
    ],
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike'],
  },
] as const

const tagKeys = ['team', 'owner', 'Team', 'cost']

const values = (from: readonly string[]) =>
  fc.oneof(fc.constantFrom(...from), fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 }))

const singleValued = fc
  .constantFrom(...keys)
  .chain(({ key, expected, operators }) =>
    fc
      .tuple(fc.constantFrom(...operators), fc.constantFrom('', '', 'IfExists'), values(expected))
      .map(([operator, suffix, wanted]): Condition => ({ [`${operator}${suffix}`]: { [key]: wanted } })),
  )

const setOperators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase']
const multivalued = fc
  .tuple(
    fc.constantFrom('ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(...setOperators),
    values([...tagKeys, 't*', '*']),
  )
  .map(([quantifier, operator, wanted]): Condition => ({ [`${quantifier}${operator}`]: { 'aws:TagKeys': wanted } }))

const presence = fc
  .tuple(fc.constantFrom(...keys.map(({ key }) => key), 'aws:TagKeys'), fc.constantFrom('true', 'false'))
  .map(([key, wanted]): Condition => ({ Null: { [key]: wanted } }))

/** An operator on a key of another type: what cannot be compared must not hold in either implementation. */
const mistyped = fc
  .tuple(fc.constantFrom('NumericNotEquals', 'NotIpAddress', 'ArnNotLike'), fc.constantFrom('3', 'blue'))
  .map(([operator, wanted]): Condition => ({ [operator]: { 'aws:PrincipalTag/team': wanted } }))

const block = fc.oneof(
  { weight: 8, arbitrary: singleValued },
  { weight: 3, arbitrary: multivalued },
  { weight: 2, arbitrary: presence },
  { weight: 1, arbitrary: mistyped },
)

/** One to three operators; two blocks of the same operator leave the later one. */
export const conditionArbitrary: fc.Arbitrary<Condition> = fc
  .array(block, { minLength: 1, maxLength: 3 })
  .map((blocks): Condition => Object.assign({}, ...blocks))

const tagKeysInUse = fc.uniqueArray(fc.constantFrom(...tagKeys), { minLength: 1, maxLength: 3 })

/** Each key is present in four requests of five. */
export const contextArbitrary: fc.Arbitrary<Record<string, string | string[]>> = fc
  .tuple(
    fc.option(tagKeysInUse, { freq: 5, nil: undefined }),
    ...keys.map(({ actual }) => fc.option(fc.constantFrom(...actual), { freq: 5, nil: undefined })),
  )
  .map(([tags, ...actual]) => {
    const context: Record<string, string | string[]> = tags === undefined ? {} : { 'aws:TagKeys': tags }
    keys.forEach(({ key }, index) => {
      const value = actual[index]
      if (value !== undefined) context[key] = value
    })
    return context
  })
