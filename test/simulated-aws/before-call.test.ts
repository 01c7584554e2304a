import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createActor } from '../../simulated-aws/actor.js'
import { clients, errorOf, manualClock, setUp, tearDown } from './fixture.js'

const getRole = new GetRoleCommand({ RoleName: 'Payments' })

afterEach(tearDown)

it('the hook is told of each HTTP call before it takes effect, and not of in-process calls or the control', async () => {
  const told: object[] = []
  const { iam, sts, account } = await setUp({
    beforeCall: (call) => {
      told.push({ service: call.service, operation: call.operation, via: call.via, done: account.calls().length })
    },
  })
  await iam.send(getRole)
  const { accessKeyId } = account.issueCredentials('Payments', 'intruder')
  const from = { account: account.account, sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' }
  expect(createActor({ ...from, accessKeyId }).call({ service: 's3', action: 'ListBuckets' })).toEqual({ ok: true })
  await fetch(`${account.url}/_sim/health`)
  await sts.send(new GetCallerIdentityCommand({}))
  expect(told).toEqual([
    { service: 'iam', operation: 'GetRole', via: 'http', done: 0 },
    { service: 'sts', operation: 'GetCallerIdentity', via: 'http', done: 2 },
  ])
})

it('the call waits for the hook, and what the hook does comes first', async () => {
  const { iam, account } = await setUp({
    beforeCall: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      account.account.roles.delete('payments')
    },
  })
  expect((await errorOf(iam.send(getRole))).name).toBe('NoSuchEntityException')
})

it('a hook that throws is a failure of the account, not of the test that made the call', async () => {
  const lines: string[] = []
  const { iam } = await setUp({
    beforeCall: () => Promise.reject(new Error('broken hook')),
    log: (line) => lines.push(line),
  })
  expect(await errorOf(iam.send(getRole))).toMatchObject({ name: 'InternalFailure', status: 500 })
  expect(lines.join()).toContain('broken hook')
})

it('a client that follows the Date header is never stale, however far the clock jumps between two calls', async () => {
  const clock = manualClock('2031-01-01T00:00:00Z')
  const { iam, account } = await setUp({ now: clock.now, beforeCall: () => clock.advance(40 * 60_000) })
  for (let round = 0; round < 4; round += 1) {
    await iam.send(new ListRolesCommand({}))
    clock.advance(3 * 3600_000)
  }
  expect(account.calls().map(({ error }) => error)).toEqual([null, null, null, null])
})

it("sessions expire by the account's clock", async () => {
  const clock = manualClock()
  const { sts, account } = await setUp({ now: clock.now })
  const role = { RoleArn: 'arn:aws:iam::111122223333:role/Payments', RoleSessionName: 'web' }
  const { Credentials } = await sts.send(new AssumeRoleCommand({ ...role, DurationSeconds: 900 }))
  const session = clients(account.url, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  clock.advance(890_000)
  await session.iam.send(getRole)
  clock.advance(20_000)
  expect((await errorOf(session.iam.send(getRole))).name).toBe('ExpiredToken')
})
