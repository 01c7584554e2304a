import { changeTrust } from '../../../simulated-aws/attackers/change-trust.js'
import { tearDown } from '../fixture.js'
import { battlefield, putThenGet } from './battlefield.js'

const held = { roleName: 'Payments' }

afterEach(tearDown)

it.each([{}, { accompliceName: 'guest' }])(
  'change-trust re-assumes two roles and undoes the block (%p)',
  async (options) => {
    const field = await battlefield()
    const attack = field.begin(changeTrust, { ...held, otherRoleName: 'Release', ...options })
    expect(await putThenGet(field, held)).toBe(true)
    field.rage(attack, 12)

    for (const name of ['Payments', 'Release']) {
      const trust = field.account.describeRole(name)?.trustPolicy ?? ''
      expect(trust).toContain('arn:aws:iam::999988887777:root')
      // What trusted the account before still does: the intruder breaks nothing that would be noticed.
      expect(trust).toContain('arn:aws:iam::111122223333:root')
    }
    expect(Object.keys(field.account.describeRole('Payments')?.inlinePolicies ?? {})).toEqual(['app'])
    expect(field.isAtLarge(attack)).toBe(true)
    const deletion = field.account.records().find(({ eventName }) => eventName === 'DeleteRolePolicy')
    expect(deletion).toMatchObject({ userIdentity: { sessionContext: { sessionIssuer: { userName: 'Release' } } } })
    const entries = field.account
      .records()
      .filter(({ eventName, errorCode }) => eventName === 'AssumeRole' && !errorCode)
    expect(entries).toHaveLength(2)
  },
)

it('change-trust of a user opens another role only, and comes back through it', async () => {
  const field = await battlefield()
  const attack = field.begin(changeTrust, { userName: 'ana', otherRoleName: 'Release' })
  await putThenGet(field, { userName: 'ana' })
  field.rage(attack, 12)
  expect(field.account.describeRole('Payments')?.trustPolicy).not.toContain('999988887777')
  expect(field.isAtLarge(attack)).toBe(true)
})

it('change-trust is powerless once the block is enforced', async () => {
  const field = await battlefield({ enforcementDelayMs: 0 })
  const attack = field.begin(changeTrust, { ...held, otherRoleName: 'Release' })
  await putThenGet(field, held)
  field.rage(attack, 12)
  expect(field.isAtLarge(attack)).toBe(false)
  expect(field.account.describeRole('Release')?.trustPolicy).not.toContain('999988887777')
})
