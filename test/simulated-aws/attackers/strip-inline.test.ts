import { AttachRolePolicyCommand, AttachUserPolicyCommand } from '@aws-sdk/client-iam'
import { stripInline } from '../../../simulated-aws/attackers/strip-inline.js'
import { tearDown } from '../fixture.js'
import { battlefield, blockName, putThenGet } from './battlefield.js'

const awsDenyAll = 'arn:aws:iam::aws:policy/AWSDenyAll'

afterEach(tearDown)

describe.each([{ roleName: 'Payments' }, { userName: 'ana' }])('strip-inline as %p', (held) => {
  it('undoes a block that put-then-get calls done, and leaves what it knew', async () => {
    const field = await battlefield({ emptyPages: true })
    const attack = field.begin(stripInline, held)
    expect(await putThenGet(field, held)).toBe(true)
    field.rage(attack, 10)

    expect(field.isAtLarge(attack)).toBe(true)
    const { inlinePolicies } =
      (held.roleName === undefined
        ? field.account.describeUser(held.userName)
        : field.account.describeRole(held.roleName)) ?? {}
    expect(Object.keys(inlinePolicies ?? {})).toEqual(['app'])
  })

  it('detaches a managed block as well', async () => {
    const field = await battlefield()
    const attack = field.begin(stripInline, held)
    const attach =
      held.roleName === undefined
        ? field.iam.send(new AttachUserPolicyCommand({ UserName: held.userName, PolicyArn: awsDenyAll }))
        : field.iam.send(new AttachRolePolicyCommand({ RoleName: held.roleName, PolicyArn: awsDenyAll }))
    await attach
    field.rage(attack, 10)
    expect(field.isAtLarge(attack)).toBe(true)
  })

  it('is powerless against a block that is enforced', async () => {
    const field = await battlefield({ enforcementDelayMs: 0 })
    const attack = field.begin(stripInline, held)
    await putThenGet(field, held)
    field.rage(attack, 10)
    expect(field.isAtLarge(attack)).toBe(false)
    expect(field.account.records().at(-1)).toMatchObject({ errorCode: 'AccessDenied' })
  })
})

it('strip-inline is on the trail as the role that it holds', async () => {
  const field = await battlefield()
  const attack = field.begin(stripInline, { roleName: 'Payments' })
  await putThenGet(field, { roleName: 'Payments' })
  field.rage(attack, 1)

  expect(field.account.records().find(({ eventName }) => eventName === 'DeleteRolePolicy')).toMatchObject({
    requestParameters: { roleName: 'Payments', policyName: blockName },
    userIdentity: { sessionContext: { sessionIssuer: { userName: 'Payments' } } },
    sourceIPAddress: '198.51.100.66',
  })
})

it('strip-inline deletes nothing until it has been able to tell its own policies from others', async () => {
  const field = await battlefield({ iamThrottle: { readsPerSecond: 0.5, writesPerSecond: 100, burst: 1 } })
  const roleName = 'Payments'
  // Its first look uses the operation up for the first one, so that this one sees nothing.
  field.begin(stripInline, { roleName })
  const blind = field.begin(stripInline, { roleName })
  field.rage(blind, 10)
  expect(Object.keys(field.account.describeRole(roleName)?.inlinePolicies ?? {})).toEqual(['app'])
})
