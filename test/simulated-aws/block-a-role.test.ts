import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, denyAll, errorOf, manualClock, setUp, tearDown } from './fixture.js'

const name = { RoleName: 'Payments', PolicyName: 'DenyAll-cnt_1' }

afterEach(tearDown)

it('a session of a blocked role is refused with an explicit deny once the block is enforced', async () => {
  const { account, iam } = await setUp()
  const role = clients(account.url, account.issueCredentials('Payments', 'intruder'))
  await role.iam.send(new ListRolesCommand({}))

  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))

  expect(await errorOf(role.iam.send(new ListRolesCommand({})))).toEqual({
    name: 'AccessDenied',
    status: 403,
    message:
      'User: arn:aws:sts::111122223333:assumed-role/Payments/intruder is not authorized to perform: iam:ListRoles ' +
      'on resource: arn:aws:iam::111122223333:role/ with an explicit deny in an identity-based policy',
  })
})

it('the control plane shows a policy at once and enforcement follows after the delay, both ways', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ enforcementDelayMs: 4000, now: clock.now })
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))

  const read = await iam.send(new GetRolePolicyCommand(name))
  expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(denyAll)
  clock.advance(3999)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(true)
  clock.advance(1)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(false)

  await iam.send(new DeleteRolePolicyCommand(name))
  clock.advance(3999)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(false)
  clock.advance(1)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(true)
})

it('a policy that was removed within the window is still enforced for as long as it stood', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ enforcementDelayMs: 4000, now: clock.now })
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))
  clock.advance(500)
  await iam.send(new DeleteRolePolicyCommand(name))

  clock.advance(3600)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(false)
  clock.advance(500)
  expect(account.isAllowed('Payments', 's3:ListAllMyBuckets')).toBe(true)
})

it('a blocked session may still ask who it is, and may be assumed anew, to no effect', async () => {
  const { account, iam, sts } = await setUp()
  const role = clients(account.url, account.issueCredentials('Payments', 'intruder'))
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))

  const identity = await role.sts.send(new GetCallerIdentityCommand({}))
  const RoleArn = 'arn:aws:iam::111122223333:role/Payments'
  const assumed = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'fresh' }))

  expect(identity.Arn).toBe('arn:aws:sts::111122223333:assumed-role/Payments/intruder')
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken,
  } = assumed.Credentials ?? {}
  const fresh = clients(account.url, { accessKeyId, secretAccessKey, sessionToken: SessionToken ?? '' })
  expect(await errorOf(fresh.iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'AccessDenied' })
})

it('taking the block off brings the role back to exactly what it was', async () => {
  const { account, iam } = await setUp()
  const before = account.describeRole('Payments')

  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))
  expect(account.describeRole('Payments')).not.toEqual(before)
  await iam.send(new DeleteRolePolicyCommand(name))

  expect(account.describeRole('Payments')).toEqual(before)
})

it('the denied calls of a blocked session are on the trail under its access key', async () => {
  const { account, iam, cloudTrail } = await setUp()
  const credentials = account.issueCredentials('Payments', 'intruder')
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))
  await errorOf(clients(account.url, credentials).iam.send(new ListRolesCommand({})))

  const LookupAttributes = [{ AttributeKey: 'AccessKeyId' as const, AttributeValue: credentials.accessKeyId }]
  const { Events = [] } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }))

  expect(Events).toHaveLength(1)
  expect(Events[0]).toMatchObject({ EventName: 'ListRoles', Username: 'intruder', ReadOnly: 'true' })
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    eventSource: 'iam.amazonaws.com',
    errorCode: 'AccessDenied',
    sourceIPAddress: '127.0.0.1',
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Payments' } } },
  })
})

it('the operator may do what a response needs and may delete no role', async () => {
  const { account } = await setUp()
  const operator = clients(account.url, account.adminCredentials)

  await operator.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: denyAll }))
  await operator.iam.send(new DeleteRolePolicyCommand(name))
  await operator.cloudTrail.send(new LookupEventsCommand({}))

  expect(await errorOf(operator.iam.send(new DeleteRoleCommand({ RoleName: 'Payments' })))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no identity-based policy allows the iam:DeleteRole action'),
  })
})
