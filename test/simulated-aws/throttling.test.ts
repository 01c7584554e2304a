import { GetRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createActor } from '../../simulated-aws/actor.js'
import { denyAll, errorOf, manualClock, rootKey, setUp, tearDown } from './fixture.js'

const getRole = new GetRoleCommand({ RoleName: 'Payments' })
const put = (name: string) =>
  new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: name, PolicyDocument: denyAll })
const throttling = { name: 'Throttling', status: 400, message: 'Rate exceeded' }
const iamThrottle = { readsPerSecond: 2, writesPerSecond: 1, burst: 2 }

afterEach(tearDown)

it('IAM takes a burst of calls, then as many a second as its rate, each operation by itself', async () => {
  const clock = manualClock()
  const { iam } = await setUp({ iamThrottle, now: clock.now })
  await iam.send(getRole)
  await iam.send(getRole)
  expect(await errorOf(iam.send(getRole))).toEqual(throttling)
  await iam.send(new ListRolesCommand({}))

  clock.advance(499)
  expect(await errorOf(iam.send(getRole))).toEqual(throttling)
  clock.advance(1)
  await iam.send(getRole)
  clock.advance(60_000)
  await iam.send(getRole)
  await iam.send(getRole)
  expect(await errorOf(iam.send(getRole))).toEqual(throttling)
})

it('writes have a rate of their own, and a throttled write has no effect and is on the trail', async () => {
  const clock = manualClock()
  const { iam, account } = await setUp({ iamThrottle, now: clock.now })
  await iam.send(put('one'))
  await iam.send(put('two'))
  clock.advance(500)
  expect(await errorOf(iam.send(put('three')))).toEqual(throttling)
  expect(Object.keys(account.describeRole('Payments')?.inlinePolicies ?? {})).toEqual(['app', 'one', 'two'])
  expect(account.records().at(-1)).toMatchObject({ eventName: 'PutRolePolicy', errorCode: 'ThrottlingException' })
  clock.advance(500)
  await iam.send(put('three'))
})

it('an intruder who polls IAM throttles the responder, and the reverse; other services are not IAM', async () => {
  const { iam, sts, account } = await setUp({ iamThrottle, now: manualClock().now })
  const intruder = createActor({
    account: account.account,
    roleName: 'Payments',
    sessionName: 'intruder',
    sourceIp: '203.0.113.7',
    userAgent: 'curl/8.5.0',
  })
  const poll = () => intruder.call({ service: 'iam', action: 'GetRole', parameters: { RoleName: 'Payments' } })
  expect([poll().ok, poll().ok]).toEqual([true, true])
  expect(await errorOf(iam.send(getRole))).toEqual(throttling)
  expect(poll()).toMatchObject({ ok: false, error: { code: 'Throttling' } })
  for (let round = 0; round < 5; round += 1) await sts.send(new GetCallerIdentityCommand({}))
})

it('the account may have a bucket above those of its operations, which a storm of reads drains for writes, too', async () => {
  const rates = { readsPerSecond: 100, writesPerSecond: 100, burst: 3, accountPerSecond: 1 }
  const { iam } = await setUp({ iamThrottle: rates, now: manualClock().now })
  await iam.send(getRole)
  await iam.send(new ListRolesCommand({}))
  await iam.send(getRole)
  expect(await errorOf(iam.send(put('one')))).toEqual(throttling)
})

it('the SDK takes the answer for throttling and tries again', async () => {
  const clock = manualClock()
  const { account } = await setUp({
    iamThrottle: { ...iamThrottle, burst: 1 },
    now: clock.now,
    beforeCall: () => clock.advance(300),
  })
  const iam = new IAMClient({ endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 3 })
  await iam.send(getRole)
  await iam.send(getRole)
  expect(account.calls().map(({ error }) => error)).toEqual([null, 'Throttling', null])
})

it.each([{ burst: 0 }, { readsPerSecond: 0 }, { writesPerSecond: -1 }])('a rate of %p is refused', async (wrong) => {
  await expect(setUp({ iamThrottle: { ...iamThrottle, ...wrong } })).rejects.toThrow('Too small')
})

it('without the option IAM is without limit', async () => {
  const { iam } = await setUp({ now: manualClock().now })
  for (let round = 0; round < 30; round += 1) await iam.send(getRole)
})
