import fc from 'fast-check'
import { parsePolicyDocument, parseTrustPolicy } from '../../../simulated-aws/policy/evaluate.js'

const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
const withStatement = (change: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ ...everything, ...change }] })
const messageOf = (text: string) => {
  const parsed = parsePolicyDocument(text)
  return parsed.ok ? 'taken' : parsed.message
}

describe('an identity policy is taken', () => {
  it.each([
    ['with one statement instead of a list', JSON.stringify({ Version: '2012-10-17', Statement: everything })],
    ['of the older version', JSON.stringify({ Version: '2008-10-17', Statement: [everything] })],
    ['without a version, which is the older one', JSON.stringify({ Statement: [everything] })],
    ['with an Id', JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: [everything] })],
    ['with an empty Sid', withStatement({ Sid: '' })],
    ['with an empty condition', withStatement({ Condition: {} })],
    [
      'with numbers and booleans in conditions',
      withStatement({ Condition: { Bool: { 'aws:x': true }, NumericEquals: { 'aws:y': [1, 2] } } }),
    ],
    [
      'with a set operator and IfExists',
      withStatement({ Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': 'a' } } }),
    ],
    ['with a resource cut short', withStatement({ Resource: 'arn:aws:sqs' })],
    ['of another partition', withStatement({ Resource: ['arn:aws-cn:s3:::x', 'arn:aws-us-gov:s3:::y'] })],
    ['with white space around it', `\n ${withStatement({})} \n`],
  ])('%s', (_, text) => {
    expect(parsePolicyDocument(text)).toEqual({ ok: true, document: JSON.parse(text) })
  })
})

const syntax = 'Syntax errors in policy.'
const unprefixed = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'

describe('an identity policy is refused', () => {
  it.each([
    ['for not being JSON', '{"Version":', 'The policy is not in the valid JSON format.'],
    ['for being empty', '', 'The policy is not in the valid JSON format.'],
    ['for being a list', '[]', syntax],
    ['for being null', 'null', syntax],
    ['for another version', JSON.stringify({ Version: '2012-10-18', Statement: [everything] }), syntax],
    ['for having no statement', JSON.stringify({ Version: '2012-10-17' }), syntax],
    ['for an empty list of statements', JSON.stringify({ Version: '2012-10-17', Statement: [] }), syntax],
    ['for an element that does not exist', withStatement({ Actions: 's3:*' }), syntax],
    ['for an effect in lower case', withStatement({ Effect: 'deny' }), syntax],
    ['for having Action and NotAction', withStatement({ NotAction: 's3:*' }), syntax],
    ['for having Resource and NotResource', withStatement({ NotResource: '*' }), syntax],
    ['for a condition that is no object', withStatement({ Condition: { StringEquals: 'x' } }), syntax],
    [
      'for a condition value that is an object',
      withStatement({ Condition: { StringEquals: { 'aws:x': {} } } }),
      syntax,
    ],
    [
      'for having no action',
      JSON.stringify({ Statement: { Effect: 'Allow', Resource: '*' } }),
      'Policy statement must contain actions.',
    ],
    ['for an empty list of actions', withStatement({ Action: [] }), 'Policy statement must contain actions.'],
    [
      'for having no resource',
      JSON.stringify({ Statement: { Effect: 'Allow', Action: '*' } }),
      'Policy statement must contain resources.',
    ],
    ['for a Principal', withStatement({ Principal: '*' }), 'Policy document should not specify a principal.'],
    [
      'for a NotPrincipal',
      withStatement({ NotPrincipal: { AWS: '*' } }),
      'Policy document should not specify a principal.',
    ],
    ['for an action without a service', withStatement({ Action: 'GetObject' }), unprefixed],
    [
      'for an action with two colons',
      withStatement({ Action: 's3:Get:Object' }),
      'Actions/Condition can contain only one colon.',
    ],
    ['for a wildcard in the service of an action', withStatement({ Action: 's*:GetObject' }), 'Vendor s* is not valid'],
    [
      'for a resource that is no ARN',
      withStatement({ Resource: 'reports' }),
      'Resource reports must be in ARN format or "*".',
    ],
    [
      'for an unknown partition',
      withStatement({ Resource: 'arn:azure:s3:::x' }),
      'Partition "azure" is not valid for resource "arn:azure:s3:::x".',
    ],
    [
      'for an ARN without a service',
      withStatement({ Resource: 'arn:aws' }),
      'Resource vendor must be fully qualified and cannot contain regexes.',
    ],
    [
      'for an unknown operator',
      withStatement({ Condition: { StringMatches: { 'aws:x': 'a' } } }),
      'Invalid Condition type : StringMatches.',
    ],
    [
      'for NullIfExists',
      withStatement({ Condition: { NullIfExists: { 'aws:x': 'true' } } }),
      'Invalid Condition type : NullIfExists.',
    ],
    [
      'for a condition key without a service',
      withStatement({ Condition: { StringEquals: { username: 'a' } } }),
      unprefixed,
    ],
    [
      'for a date that is none',
      withStatement({ Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } }),
      'The policy failed legacy parsing',
    ],
  ])('%s', (_, text, message) => {
    expect(messageOf(text)).toBe(message)
  })

  it('for a Sid with other characters than letters and digits', () => {
    expect(messageOf(withStatement({ Sid: 'deny-all' }))).toMatch(/^Statement IDs \(SID\) must be alpha-numeric/)
  })

  it('for two statements of one Sid', () => {
    const twice = {
      Statement: [
        { ...everything, Sid: 'a' },
        { ...everything, Sid: 'a' },
      ],
    }
    expect(messageOf(JSON.stringify(twice))).toBe('Statement IDs (SID) in a single policy must be unique.')
  })

  it('whatever the text is: parsing never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => expect(messageOf(text)).not.toBe('')),
      { seed: 1 },
    )
  })
})

const trust = (change: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole', ...change }],
  })

describe('a trust policy', () => {
  it.each([
    ['a service', { Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } }],
    [
      'an account by its root and by its number',
      { Principal: { AWS: ['arn:aws:iam::111122223333:root', '111122223333'] } },
    ],
    [
      'a role, a user and a session',
      {
        Principal: {
          AWS: [
            'arn:aws:iam::111122223333:role/a/b',
            'arn:aws:iam::111122223333:user/c',
            'arn:aws:sts::111122223333:assumed-role/b/s',
          ],
        },
      },
    ],
    ['what is left of a deleted role', { Principal: { AWS: 'AROATFQR7NSCWWVLB7BES' } }],
    ['everyone', { Principal: '*' }],
    [
      'an identity provider',
      { Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/okta' }, Action: 'sts:AssumeRoleWithSAML' },
    ],
    ['several STS actions', { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }],
  ])('may name %s', (_, change) => {
    const text = trust(change)
    expect(parseTrustPolicy(text)).toEqual({ ok: true, document: JSON.parse(text) })
  })

  it.each([
    ['not JSON', '{', 'This policy contains invalid Json'],
    ['a Resource', trust({ Resource: '*' }), 'Has prohibited field Resource'],
    ['an empty Resource', trust({ Resource: '' }), 'Has prohibited field Resource'],
    [
      'no principal',
      JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } }),
      'Missing required field Principal',
    ],
    [
      "another service's action",
      trust({ Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    ['a principal that is none', trust({ Principal: { AWS: 'bob' } }), 'Invalid principal in policy: "AWS":"bob"'],
    [
      'a wildcard inside of an ARN',
      trust({ Principal: { AWS: 'arn:aws:iam::*:role/x' } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::*:role/x"',
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(parseTrustPolicy(text)).toEqual({ ok: false, message })
  })
})
