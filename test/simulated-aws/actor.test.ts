import { setTimeout as sleep } from 'node:timers/promises'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { createActor, startActor } from '../../simulated-aws/actor.js'
import { denyAll, setUp, tearDown } from './fixture.js'

const intruder = { roleName: 'Payments', sessionName: 'intruder', sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' }
const block = new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'DenyAll', PolicyDocument: denyAll })

afterEach(tearDown)

it("an actor's calls are authorized and recorded as those of the wire are", async () => {
  const { account, iam } = await setUp()
  const actor = createActor({ account: account.account, ...intruder })

  expect(actor.call({ service: 's3', action: 'ListBuckets' })).toEqual({ ok: true })
  await iam.send(block)
  expect(actor.call({ service: 's3', action: 'ListBuckets' })).toMatchObject({
    ok: false,
    error: { code: 'AccessDenied', status: 403 },
  })

  const own = account.records().filter((record) => record.sourceIPAddress === '203.0.113.7')
  expect(own).toMatchObject([
    { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', userAgent: 'curl/8.5.0', readOnly: true },
    {
      errorCode: 'AccessDenied',
      errorMessage:
        'User: arn:aws:sts::111122223333:assumed-role/Payments/intruder is not authorized to perform: ' +
        's3:ListAllMyBuckets on resource: * with an explicit deny in an identity-based policy',
      userIdentity: { accessKeyId: actor.accessKeyId },
    },
  ])
  expect(account.calls().map(({ via, operation, error }) => [via, operation, error])).toEqual([
    ['actor', 's3:ListBuckets', null],
    ['http', 'iam:PutRolePolicy', null],
    ['actor', 's3:ListBuckets', 'AccessDenied'],
  ])
})

it("a denial has the code of the service's protocol", async () => {
  const { account, iam } = await setUp()
  const actor = createActor({ account: account.account, ...intruder })
  await iam.send(block)

  for (const [service, action] of [
    ['ec2', 'DescribeInstances'],
    ['secretsmanager', 'ListSecrets'],
    ['lambda', 'ListFunctions20150331'],
    ['iam', 'ListUsers'],
  ] as const) {
    actor.call({ service, action })
  }

  expect(
    account
      .records()
      .slice(1)
      .map(({ errorCode }) => errorCode),
  ).toEqual(['Client.UnauthorizedOperation', 'AccessDenied', 'AccessDenied', 'AccessDenied'])
})

it('a started actor goes through its calls again and again, denied or not, until it is stopped', async () => {
  const { account, iam } = await setUp()
  await iam.send(block)
  const calls = [
    { service: 's3', action: 'ListBuckets' },
    { service: 'iam', action: 'ListRoles' },
  ]
  const actor = startActor({ account: account.account, ...intruder, calls, everyMs: 10 })
  await sleep(80)
  actor.stop()
  const made = account
    .records()
    .slice(1)
    .map(({ eventName }) => eventName)
  await sleep(40)

  expect(made.slice(0, 4)).toEqual(['ListBuckets', 'ListRoles', 'ListBuckets', 'ListRoles'])
  expect(account.records()).toHaveLength(made.length + 1)
})

it('an actor whose role is gone is told that its token is invalid, and the trail stays silent', async () => {
  const { account } = await setUp()
  const actor = createActor({ account: account.account, ...intruder })
  account.account.roles.delete('payments')

  expect(actor.call({ service: 's3', action: 'ListBuckets' })).toMatchObject({
    error: { code: 'InvalidClientTokenId' },
  })
  expect(account.records()).toEqual([])
  expect(account.calls()).toMatchObject([{ caller: null, error: 'InvalidClientTokenId' }])
})
