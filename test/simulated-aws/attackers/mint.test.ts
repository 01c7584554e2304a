import { mint } from '../../../simulated-aws/attackers/mint.js'
import { tearDown } from '../fixture.js'
import { type Battlefield, battlefield, putThenGet } from './battlefield.js'

const held = { roleName: 'Payments' }
const eventsOf = ({ account }: Battlefield) =>
  account
    .records()
    .filter(({ errorCode, eventSource }) => errorCode === undefined && eventSource === 'iam.amazonaws.com')
const namesOf = (field: Battlefield) => eventsOf(field).map(({ eventName }) => eventName)

afterEach(tearDown)

it('mint answers a block by a user, two keys and a role that trusts outside, and lives on as that user', async () => {
  const field = await battlefield()
  const attack = field.begin(mint, { ...held, otherUserName: 'guest' })
  field.rage(attack, 1)
  expect(namesOf(field)).not.toContain('CreateUser')

  expect(await putThenGet(field, held)).toBe(true)
  field.rage(attack, 10)
  expect(namesOf(field)).toEqual(
    expect.arrayContaining(['CreateUser', 'PutUserPolicy', 'CreateAccessKey', 'CreateRole']),
  )
  expect(field.account.describeRole('svc-backup-restore')?.trustPolicy).toContain('999988887777')
  expect(field.account.describeUser('guest')?.accessKeys).toHaveLength(2)
  expect(attack.credentials()).toHaveLength(3)
  expect(field.isAtLarge(attack)).toBe(true)
  const byNewUser = field.account
    .records()
    .filter(({ userIdentity }) => JSON.stringify(userIdentity).includes('svc-backup'))
  expect(byNewUser).toContainEqual(expect.objectContaining({ eventName: 'ListBuckets' }))
})

it('mint deletes the block as the user that it made, where its first principal can do nothing any more', async () => {
  const field = await battlefield({ enforcementDelayMs: 0 })
  const attack = field.begin(mint, { ...held, actsAt: 'once' })
  field.rage(attack, 1)
  await putThenGet(field, held)
  field.rage(attack, 10)
  expect(Object.keys(field.account.describeRole('Payments')?.inlinePolicies ?? {})).toEqual(['app'])
  const deletion = field.account.records().find(({ eventName }) => eventName === 'DeleteRolePolicy')
  expect(deletion).toMatchObject({ userIdentity: { type: 'IAMUser', userName: 'svc-backup' } })
})

it('mint makes nothing once the block is enforced, nor where its principal may not call IAM', async () => {
  const enforced = await battlefield({ enforcementDelayMs: 0 })
  const late = enforced.begin(mint, held)
  await putThenGet(enforced, held)
  enforced.rage(late, 10)
  expect([enforced.isAtLarge(late), late.credentials().length]).toEqual([false, 1])

  const field = await battlefield()
  const guest = field.begin(mint, { userName: 'guest', actsAt: 'once' })
  field.rage(guest, 10)
  expect(guest.credentials()).toHaveLength(1)
})
