import { isNotable } from '../../../../src/evidence/facts/is-notable.js'
import { anEvent, factsOf } from '../../../support/fixtures/gathered-events.js'

const call = (service: string, eventName: string, readOnly?: boolean) => {
  const { readOnly: _, ...event } = anEvent({ eventSource: `${service}.amazonaws.com`, eventName })
  return readOnly === undefined ? event : { ...event, readOnly }
}

describe('kept whole', () => {
  it.each([
    ['iam', 'PutUserPolicy', false],
    ['iam', 'GetAccountAuthorizationDetails', true],
    ['sts', 'AssumeRole', true],
    ['sts', 'GetFederationToken', true],
    ['rolesanywhere', 'CreateTrustAnchor', false],
    ['organizations', 'LeaveOrganization', false],
    ['cloudtrail', 'PutEventSelectors', false],
    ['logs', 'DeleteLogGroup', false],
    ['kms', 'PutKeyPolicy', false],
    ['s3', 'PutBucketPolicy', false],
    ['lambda', 'UpdateFunctionCode20150331v2', false],
    ['ec2', 'ModifySnapshotAttribute', false],
    ['ec2', 'GetPasswordData', true],
    ['ssm', 'SendCommand', false],
    ['secretsmanager', 'GetSecretValue', true],
    ['signin', 'ConsoleLogin', undefined],
    ['a-service-of-tomorrow', 'CreateBackdoor', false],
    ['iam', 'CreateUser', undefined],
  ])('%s %s: a change, a sign-in or a secret', (service, name, readOnly) => {
    expect(isNotable(call(service, name, readOnly))).toBe(true)
  })

  it.each([
    ['iam', 'ListUsers', true],
    ['sts', 'GetCallerIdentity', true],
    ['ec2', 'DescribeInstances', undefined],
    ['s3', 'PutObject', false],
    ['dynamodb', 'PutItem', false],
    ['kms', 'Decrypt', true],
    ['kms', 'GenerateDataKey', false],
  ])('not %s %s: a count says as much', (service, name, readOnly) => {
    expect(isNotable(call(service, name, readOnly))).toBe(false)
  })

  it('not a write of data, except with a key that S3 does not keep', () => {
    const write = anEvent({ eventSource: 's3.amazonaws.com', eventName: 'CopyObject', readOnly: false })
    const requestParameters = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }
    expect([isNotable(write), isNotable({ ...write, requestParameters })]).toEqual([false, true])
    expect(factsOf([write, { ...write, requestParameters, eventId: 'own-key' }]).scope.notable).toMatchObject([
      { eventId: 'own-key' },
    ])
  })
})
