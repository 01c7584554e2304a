import { ListRolesCommand } from '@aws-sdk/client-iam'
import { Faults } from '../../simulated-aws/faults.js'
import { answerAdmin } from '../../simulated-aws/wire/admin.js'
import { clients, errorOf, rootKey, setUp, tearDown } from './fixture.js'

afterEach(tearDown)

it('health names the account', async () => {
  const { account } = await setUp()
  const health = await fetch(`${account.url}/_sim/health`)
  expect(await health.json()).toEqual({ status: 'ok', accountId: '111122223333', partition: 'aws' })
})

it('the state shows roles with their policies, users and sessions, and no secret', async () => {
  const { account } = await setUp()
  const { secretAccessKey, sessionToken = 'none' } = account.issueCredentials('Payments', 's1')
  const text = await (await fetch(`${account.url}/_sim/state`)).text()

  expect(JSON.parse(text)).toMatchObject({
    roles: [{ arn: 'arn:aws:iam::111122223333:role/Payments', inlinePolicies: { app: expect.any(String) } }, {}, {}],
    users: [{ accessKeys: [{ id: rootKey.accessKeyId, status: 'Active' }] }, {}],
    sessions: [{ arn: 'arn:aws:sts::111122223333:assumed-role/Payments/s1' }],
  })
  const secrets = [rootKey.secretAccessKey, account.adminCredentials.secretAccessKey, secretAccessKey, sessionToken]
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
})

it('the calls say who asked for what, refused ones included', async () => {
  const { account, iam } = await setUp()
  await iam.send(new ListRolesCommand({ MaxItems: 5 }))
  await errorOf(clients(account.url, { ...rootKey, secretAccessKey: 'no' }).iam.send(new ListRolesCommand({})))

  expect(await (await fetch(`${account.url}/_sim/calls`)).json()).toMatchObject([
    {
      operation: 'iam:ListRoles',
      caller: 'arn:aws:iam::111122223333:user/admin',
      accessKeyId: rootKey.accessKeyId,
      via: 'http',
      parameters: { MaxItems: '5' },
      error: null,
      fault: null,
    },
    { operation: 'iam:ListRoles', caller: null, error: 'SignatureDoesNotMatch' },
  ])
})

it('the control answers this machine only', async () => {
  const { account } = await setUp()
  const ask = (remoteAddress: string, path = '/_sim/state') =>
    answerAdmin([{ account: account.account, faults: new Faults(() => 0) }], {
      ...{ method: 'GET', target: path, path, query: new URLSearchParams() },
      ...{ headers: new Map<string, string>(), body: Buffer.alloc(0), remoteAddress },
    })?.status

  expect(['127.0.0.1', '127.9.9.9', '::1'].map((address) => ask(address))).toEqual([200, 200, 200])
  expect(['10.0.0.1', '::2', '', '1127.0.0.1'].map((address) => ask(address))).toEqual([403, 403, 403, 403])
  expect(ask('127.0.0.1', '/_sim/nothing')).toBe(404)
  expect(ask('127.0.0.1', '/bucket')).toBeUndefined()
})
