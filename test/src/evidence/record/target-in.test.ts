import type { Json } from '../../../../src/domain/canonical-json.js'
import { aRecord, normalised } from './normalised.js'

const target = (eventSource: string, requestParameters: Json, changes: { readonly [name: string]: Json } = {}) =>
  normalised(aRecord({ eventSource, requestParameters, ...changes })).target

const role = 'arn:aws:iam::444455556666:role/a/Deploy'

describe('what a call was about', () => {
  it.each<[string, string, Json, object]>([
    ['the role that was assumed', 'sts', { roleArn: role }, { type: 'role', name: 'Deploy', arn: role }],
    ['the federated user', 'sts', { name: 'guest' }, { type: 'federatedUser', name: 'guest' }],
    [
      'the role before the policy',
      'iam',
      { policyArn: 'arn:aws:iam::aws:policy/X', roleName: 'r' },
      { type: 'role', name: 'r' },
    ],
    ['the user before the group', 'iam', { groupName: 'g', userName: 'u' }, { type: 'user', name: 'u' }],
    [
      'the policy by its ARN',
      'iam',
      { policyArn: 'arn:aws:iam::444455556666:policy/P' },
      { type: 'policy', name: 'P', arn: 'arn:aws:iam::444455556666:policy/P' },
    ],
    ['a bucket', 's3', { Host: 'h', bucketName: 'b', key: 'k' }, { type: 'bucket', name: 'b' }],
    ['a function', 'lambda', { functionName: 'f' }, { type: 'function', name: 'f' }],
    ['a database', 'rds', { dBInstanceIdentifier: 'db' }, { type: 'dBInstance', name: 'db' }],
    ['a trail by a bare name', 'cloudtrail', { name: 't' }, { type: 'cloudtrail', name: 't' }],
    [
      'the first of a list',
      'ec2',
      { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      { type: 'instance', name: 'i-1' },
    ],
  ])('is %s', (_, service, parameters, expected) => {
    expect(target(`${service}.amazonaws.com`, parameters)).toEqual(expected)
  })

  it("IAM's answer adds the ARN, which alone has the path", () => {
    const responseElements = { role: { roleName: 'Deploy', arn: role } }
    expect(target('iam.amazonaws.com', { roleName: 'Deploy' }, { responseElements })).toEqual({
      type: 'role',
      name: 'Deploy',
      arn: role,
    })
  })

  it('is the first of the resources where parameters name nothing', () => {
    const arn = 'arn:aws:s3:::b/k'
    expect(
      target('s3.amazonaws.com', { maxKeys: '5' }, { resources: [{ type: 'AWS::S3::Object', ARN: arn }] }),
    ).toEqual({
      type: 'object',
      name: 'k',
      arn,
    })
    expect(
      target('kms.amazonaws.com', null, { resources: [{ arn: 'arn:aws:kms:eu-west-1:444455556666:key/1' }] })?.type,
    ).toBe('kms')
  })

  it.each<[string, Json]>([
    ['no parameters', null],
    ['parameters that name nothing', { maxResults: 5, nested: { deep: { deeper: { deepest: { roleName: 'x' } } } } }],
    ['names that are no texts', { bucketName: 5, functionName: null }],
  ])('is nothing with %s', (_, parameters) => {
    expect(target('s3.amazonaws.com', parameters)).toBeUndefined()
  })
})
