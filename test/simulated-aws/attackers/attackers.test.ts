import { setTimeout as sleep } from 'node:timers/promises'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { attackers, findAttacker } from '../../../simulated-aws/attackers/attackers.js'
import { stripInline } from '../../../simulated-aws/attackers/strip-inline.js'
import { setUp, tearDown } from '../fixture.js'

const denyAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'

afterEach(tearDown)

it('every attacker is found by its name', () => {
  expect(attackers.map(({ name }) => findAttacker(name))).toEqual(attackers)
  expect(attackers.map(({ name }) => name)).toEqual([
    ...['strip-inline', 'mint', 'change-trust', 'leave-group', 'chain-roles', 'federation'],
  ])
  expect(findAttacker('nobody')).toBeUndefined()
})

it('a started attacker takes its steps in real time, until it is stopped', async () => {
  const setup = await setUp({ enforcementDelayMs: 60_000 })
  const roleName = 'Payments'
  const attack = stripInline.start({ account: setup.account.account, roleName, everyMs: 100 })
  // Only put: on a busy machine the attacker is there before the put could be read back.
  await setup.iam.send(
    new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'DenyAll-1', PolicyDocument: denyAll }),
  )
  await sleep(220)
  expect(Object.keys(setup.account.describeRole(roleName)?.inlinePolicies ?? {})).toEqual(['app'])
  attack.stop()
  const made = setup.account.records().length
  await sleep(120)
  expect(setup.account.records()).toHaveLength(made)
})

it.each([99, 501, Number.NaN])('an attacker that looks every %p ms is refused', async (everyMs) => {
  const { account } = await setUp()
  const options = { account: account.account, roleName: 'Payments', everyMs }
  expect(() => stripInline.start(options)).toThrow(RangeError)
})
