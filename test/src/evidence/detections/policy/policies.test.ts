import fc from 'fast-check'
import { actIn } from '../../../../../src/evidence/detections/act.js'
import { addressReach } from '../../../../../src/evidence/detections/address-reach.js'
import { admittedBy } from '../../../../../src/evidence/detections/policy/admitted-by.js'
import { policyDocument } from '../../../../../src/evidence/detections/policy/policy-document.js'
import { managedPolicyPower, policyPower } from '../../../../../src/evidence/detections/policy/policy-power.js'
import { isConsoleAgent } from '../../../../../src/evidence/detections/user-agents.js'
import { call, other, policy, trust } from '../detection-case.js'

const power = (document: string) => policyPower(policyDocument(document) ?? [])

describe('a policy', () => {
  it.each([
    ['administrator', { Action: '*' }],
    ['administrator', { Action: ['s3:Get*', '*:*'] }],
    ['administrator', { NotAction: 'iam:*' }],
    ['escalating', { Action: 'iam:*' }],
    ['escalating', { Action: 'IAM:P?ssRole' }],
    ['escalating', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/*' }],
    ['wide', { Action: 's3:*' }],
    ['ordinary', { Action: 's3:Get*' }],
    ['ordinary', { Action: '*', Resource: 'arn:aws:s3:::mine/*' }],
    ['ordinary', { Action: 'iam:Get*' }],
    ['nothing', { Effect: 'Deny', Action: '*' }],
  ])('is %s: %j', (expected, statement) => {
    expect(power(policy(statement))).toBe(expected)
  })

  it('is read as an object, as text and as URL-encoded text, and is none where it was cut off', () => {
    const text = policy({ Action: '*' })
    expect([policyDocument(JSON.parse(text)), policyDocument(encodeURIComponent(text))]).toEqual([
      policyDocument(text),
      policyDocument(text),
    ])
    expect([text.slice(0, 40), '%7B%', '[]', '', 7, null].map((value) => policyDocument(value))).toEqual(
      Array(6).fill(null),
    )
  })

  it('is read without a throw, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const statement = JSON.parse(JSON.stringify({ Statement: value }))
        const statements = policyDocument(statement) ?? []
        policyPower(statements)
        expect(admittedBy(statements, { accountId: '1', accounts: new Set() }).outside).toBeDefined()
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['administrator', 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ['administrator', 'arn:aws-cn:iam::aws:policy/AdministratorAccess-Amplify'],
    ['escalating', 'arn:aws:iam::aws:policy/IAMFullAccess'],
    ['wide', 'arn:aws:iam::aws:policy/AmazonEC2FullAccess'],
    ['ordinary', 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    ['nothing', 'arn:aws:iam::aws:policy/AWSDenyAll'],
    [null, 'arn:aws:iam::111122223333:policy/AdministratorAccess'],
  ])('of AWS is %s by its name: %s', (expected, arn) => {
    expect(managedPolicyPower(arn)).toBe(expected)
  })
})

describe('who is let in', () => {
  const admitted = (document: string) =>
    admittedBy(policyDocument(document) ?? [], {
      accountId: '111122223333',
      accounts: new Set(['111122223333', '444455556666']),
    })

  it('is told apart by account', () => {
    const all = [other, 'arn:aws:iam::444455556666:role/x', 'arn:aws:iam::111122223333:root', 'AIDAGONE']
    expect(admitted(trust({ AWS: all }))).toMatchObject({
      everyone: false,
      outside: [other],
      siblings: ['444455556666'],
      own: ['arn:aws:iam::111122223333:root'],
    })
  })

  it('is everybody without a condition that narrows it, and with NotPrincipal', () => {
    expect(admitted(trust({ AWS: '*' })).everyone).toBe(true)
    expect(admitted(trust({ AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'x' } })).everyone).toBe(true)
    expect(admitted(trust({ AWS: '*' }, { StringEquals: { 'AWS:SourceAccount': '1' } })).everyone).toBe(false)
    expect(admitted(policy({ NotPrincipal: { AWS: other }, Action: '*' })).everyone).toBe(true)
    expect(admitted(policy({ Effect: 'Deny', Principal: '*', Action: '*' })).everyone).toBe(false)
  })
})

describe('names', () => {
  it('of calls lose their version and nothing else', () => {
    const nameOf = (name: string) => actIn(call(`lambda ${name}`)).name
    expect(
      ['AddPermission20150331v2', 'CreateDistribution2020_05_31', 'ListFunctions20150331', 'GetRole'].map(nameOf),
    ).toEqual(['AddPermission', 'CreateDistribution', 'ListFunctions', 'GetRole'])
  })

  it('of the console are told from those of programs', () => {
    expect(
      ['Mozilla/5.0 (X11)', 'AWS Internal', '[S3Console/0.4, aws-internal/3]', 'console.amazonaws.com'].map(
        isConsoleAgent,
      ),
    ).toEqual([true, true, true, true])
    expect(['aws-cli/2.15', 'Boto3/1.3', 'Go-http-client/1.1'].map(isConsoleAgent)).toEqual([false, false, false])
  })

  it('of places are public, private, or a service’s', () => {
    expect(
      ['52.1.1.1', '10.1.1.1', '172.31.0.1', '2001:db8::1', 'fd00::1', 'ec2.amazonaws.com'].map(addressReach),
    ).toEqual(['public', 'private', 'private', 'public', 'private', null])
  })
})
