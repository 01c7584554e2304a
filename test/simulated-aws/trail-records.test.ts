import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, denyAll, errorOf, rootKey, seed, setUp, tearDown } from './fixture.js'

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

afterEach(tearDown)

it('the record of a write by a user is complete', async () => {
  const { account, iam } = await setUp()
  const answer = await iam.send(
    new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'p', PolicyDocument: denyAll }),
  )

  expect(account.records()).toEqual([
    {
      eventVersion: '1.09',
      userIdentity: {
        type: 'IAMUser',
        principalId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
        arn: 'arn:aws:iam::111122223333:user/admin',
        accountId: '111122223333',
        accessKeyId: rootKey.accessKeyId,
        userName: 'admin',
      },
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      eventSource: 'iam.amazonaws.com',
      eventName: 'PutRolePolicy',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: { roleName: 'Payments', policyName: 'p', policyDocument: denyAll },
      responseElements: null,
      requestID: answer.$metadata.requestId,
      eventID: uuid,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
    },
  ])
})

it('a session is recorded with the role that issued it, path included', async () => {
  const { account } = await setUp({
    seed: { ...seed, roles: [{ name: 'Deploy', path: '/ci/', roleId: 'AROADEPLOYDEPLOYDEPLO' }] },
  })
  const credentials = account.issueCredentials('Deploy', 'run-1')
  await clients(account.url, credentials).sts.send(new GetCallerIdentityCommand({}))

  expect(account.records()[0]?.userIdentity).toEqual({
    type: 'AssumedRole',
    principalId: 'AROADEPLOYDEPLOYDEPLO:run-1',
    arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/run-1',
    accountId: '111122223333',
    accessKeyId: credentials.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROADEPLOYDEPLOYDEPLO',
        arn: 'arn:aws:iam::111122223333:role/ci/Deploy',
        accountId: '111122223333',
        userName: 'Deploy',
      },
      attributes: { creationDate: expect.stringMatching(/Z$/), mfaAuthenticated: 'false' },
    },
  })
})

it('errors carry the name of the exception, and a denied IAM call no parameters', async () => {
  const { account, iam } = await setUp()
  await errorOf(iam.send(new DeleteRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'none' })))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'deny', PolicyDocument: denyAll }))
  const session = clients(account.url, account.issueCredentials('Payments', 's1'))
  await errorOf(session.iam.send(new GetRoleCommand({ RoleName: 'Payments' })))

  const [missing, , denied] = account.records()
  expect(missing).toMatchObject({ errorCode: 'NoSuchEntityException', requestParameters: { policyName: 'none' } })
  expect(denied).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null })
})

it('lists are recorded in lower camel case, calls without parameters with null', async () => {
  const { account, iam } = await setUp()
  await iam.send(new TagRoleCommand({ RoleName: 'Payments', Tags: [{ Key: 'Team', Value: 'Pay' }] }))
  await iam.send(new ListRolesCommand({}))
  expect(account.records().map(({ requestParameters }) => requestParameters)).toEqual([
    { roleName: 'Payments', tags: [{ key: 'Team', value: 'Pay' }] },
    null,
  ])
})

it.each([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const)('IAM of the partition %s records to %s and names its ARNs by the partition', async (partition, region) => {
  const { account } = await setUp({ seed: { accountId: '111122223333', partition, roles: [{ name: 'R' }] } })
  await clients(account.url, account.adminCredentials).iam.send(new GetRoleCommand({ RoleName: 'R' }))
  expect(account.records()).toMatchObject([{ awsRegion: region }])
  expect(account.describeRole('R')?.arn).toBe(`arn:${partition}:iam::111122223333:role/R`)
})
