import { ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { Faults } from '../../simulated-aws/faults.js'
import { clients, denyAll, errorOf, rootKey, setUp, tearDown } from './fixture.js'

const put = new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'DenyAll', PolicyDocument: denyAll })
const serviceFailure = { code: 'ServiceFailure', status: 500, message: 'The request processing has failed.' }

afterEach(tearDown)

it('a fault before the call keeps its effect from happening, as often as asked', async () => {
  const { account, iam } = await setUp()
  account.injectFault({
    operation: 'iam:PutRolePolicy',
    error: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  })

  expect(await errorOf(iam.send(put))).toEqual({ name: 'Throttling', status: 400, message: 'Rate exceeded' })
  expect(account.describeRole('Payments')?.inlinePolicies).not.toHaveProperty('DenyAll')
  await iam.send(put)
  expect(account.describeRole('Payments')?.inlinePolicies).toHaveProperty('DenyAll')
})

it('a fault after the call hides an effect that has happened', async () => {
  const { account, iam } = await setUp()
  account.injectFault({ operation: 'iam:Put*', when: 'after', error: serviceFailure })

  expect(await errorOf(iam.send(put))).toMatchObject({ name: 'ServiceFailureException', status: 500 })

  expect(account.describeRole('Payments')?.inlinePolicies).toHaveProperty('DenyAll')
  expect(account.calls().at(-1)).toMatchObject({ operation: 'iam:PutRolePolicy', error: null, fault: 'ServiceFailure' })
})

it.each(['before', 'after'] as const)('a connection can be cut %s the effect', async (when) => {
  const { account, iam } = await setUp()
  account.injectFault({ operation: 'iam:PutRolePolicy', when, error: 'reset' })

  expect((await errorOf(iam.send(put))).message).toMatch(/socket hang up|ECONNRESET/)

  const policies = Object.keys(account.describeRole('Payments')?.inlinePolicies ?? {})
  expect(policies.includes('DenyAll')).toBe(when === 'after')
})

it('the retries of the real SDK get through faults that pass', async () => {
  const { account } = await setUp()
  account.injectFault({ operation: 'iam:ListRoles', error: serviceFailure, times: 2 })
  await clients(account.url, rootKey, 3).iam.send(new ListRolesCommand({}))
  expect(account.calls().map(({ fault }) => fault)).toEqual(['ServiceFailure', 'ServiceFailure', null])
})

it('a delay lets the call go on', async () => {
  const { account, iam } = await setUp()
  account.injectFault({ operation: 'iam:*', error: { latencyMs: 60 } })
  const startedMs = performance.now()
  await iam.send(put)
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(58)
})

it('faults that are taken back do not befall anyone', async () => {
  const { account, iam } = await setUp()
  account.injectFault({ operation: '*', error: 'reset', times: 5 })
  account.clearFaults()
  await iam.send(put)
})

it('the admin endpoint sets, lists and clears faults, and refuses what it does not understand', async () => {
  const { account, iam } = await setUp()
  const send = (method: string, body?: string, type = 'application/json') =>
    fetch(`${account.url}/_sim/faults`, {
      method,
      headers: { 'content-type': type },
      ...(body !== undefined && { body }),
    })

  const rule = { operation: 'iam:ListRoles', error: serviceFailure }
  expect(await (await send('POST', JSON.stringify([rule, rule]))).json()).toHaveLength(2)
  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'ServiceFailureException' })
  expect(await (await send('GET')).json()).toMatchObject([{ ...rule, when: 'before', times: 1 }])
  expect((await send('DELETE')).status).toBe(200)
  await iam.send(new ListRolesCommand({}))

  expect((await send('POST', '{"operation":"*","error":"explode"}')).status).toBe(400)
  expect((await send('POST', '{')).status).toBe(400)
  expect((await send('POST', JSON.stringify(rule), 'text/plain')).status).toBe(415)
})

it('a probability is a share of the calls, delays come before one error, and the error ends the list', () => {
  const chances = [0.2, 0.9]
  const faults = new Faults(() => chances.shift() ?? 0)
  faults.add({ operation: 'iam:*', error: 'reset', probability: 0.5, times: 9 })
  expect(faults.take('iam:GetRole', 'before')).toEqual(['reset'])
  expect(faults.take('iam:GetRole', 'before')).toEqual([])
  expect(faults.take('s3:ListBuckets', 'before')).toEqual([])
  expect(faults.take('iam:GetRole', 'after')).toEqual([])

  faults.clear()
  faults.add({ operation: '*', error: { latencyMs: 5 } })
  faults.add({ operation: '*', error: 'reset' })
  faults.add({ operation: '*', error: serviceFailure })
  expect(faults.take('iam:GetRole', 'before')).toEqual([{ latencyMs: 5 }, 'reset'])
  expect(faults.list()).toHaveLength(1)
})
