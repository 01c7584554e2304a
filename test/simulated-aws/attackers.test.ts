import { setTimeout as sleep } from 'node:timers/promises'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { attackers, findAttacker } from '../../simulated-aws/attackers/attackers.js'
import { stripInline } from '../../simulated-aws/attackers/strip-inline.js'
import { denyAll, setUp, tearDown } from './fixture.js'

const block = new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'DenyAll-1', PolicyDocument: denyAll })
const namesOf = (account: Awaited<ReturnType<typeof setUp>>['account']) =>
  Object.keys(account.describeRole('Payments')?.inlinePolicies ?? {})

afterEach(tearDown)

it('strip-inline removes a block while enforcement lags, leaves what it knew, and is on the trail as the role', async () => {
  const { account, iam } = await setUp({ enforcementDelayMs: 60_000, emptyPages: true })
  const attacker = stripInline.start({ account: account.account, roleName: 'Payments', everyMs: 10 })
  await iam.send(block)
  await sleep(60)
  attacker.stop()

  expect(namesOf(account)).toEqual(['app'])
  const deletion = account.records().find(({ eventName }) => eventName === 'DeleteRolePolicy')
  expect(deletion).toMatchObject({
    requestParameters: { roleName: 'Payments', policyName: 'DenyAll-1' },
    userIdentity: { sessionContext: { sessionIssuer: { userName: 'Payments' } } },
    sourceIPAddress: '198.51.100.66',
  })
})

it('strip-inline cannot remove a block that is enforced', async () => {
  const { account, iam } = await setUp({ enforcementDelayMs: 0 })
  const attacker = stripInline.start({ account: account.account, roleName: 'Payments', everyMs: 10 })
  await iam.send(block)
  await sleep(60)
  attacker.stop()

  expect(namesOf(account)).toEqual(['DenyAll-1', 'app'])
  expect(account.records().at(-1)).toMatchObject({ eventName: 'ListRolePolicies', errorCode: 'AccessDenied' })
})

it('every attacker is found by its name', () => {
  expect(attackers.map(({ name }) => findAttacker(name))).toEqual(attackers)
  expect(findAttacker('nobody')).toBeUndefined()
})
