import { chainRoles } from '../../../simulated-aws/attackers/chain-roles.js'
import { tearDown } from '../fixture.js'
import { battlefield, putThenGet } from './battlefield.js'

const held = { roleName: 'Payments', otherRoleName: 'Release' }

afterEach(tearDown)

it.each([0, 4000])(
  'chain-roles outlives a block enforced after %i ms, and deletes it from the second role',
  async (delay) => {
    const field = await battlefield({ enforcementDelayMs: delay })
    const attack = field.begin(chainRoles, held)
    expect(await putThenGet(field, { roleName: 'Payments' })).toBe(true)
    field.rage(attack, 10)

    expect(field.isAtLarge(attack)).toBe(true)
    expect(Object.keys(field.account.describeRole('Payments')?.inlinePolicies ?? {})).toEqual(['app'])
    const deletion = field.account.records().find(({ eventName }) => eventName === 'DeleteRolePolicy')
    expect(deletion).toMatchObject({ userIdentity: { sessionContext: { sessionIssuer: { userName: 'Release' } } } })
  },
)

it('chain-roles finds a role to chain to by itself', async () => {
  const field = await battlefield()
  const attack = field.begin(chainRoles, { userName: 'ana' })
  expect(attack.credentials()).toHaveLength(2)
})

it('chain-roles is powerless once both roles are blocked and enforced', async () => {
  const field = await battlefield({ enforcementDelayMs: 0 })
  const attack = field.begin(chainRoles, held)
  await putThenGet(field, { roleName: 'Release' })
  await putThenGet(field, { roleName: 'Payments' })
  field.rage(attack, 10)
  expect(field.isAtLarge(attack)).toBe(false)
})
