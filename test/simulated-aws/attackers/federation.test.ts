import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import { federation } from '../../../simulated-aws/attackers/federation.js'
import { tearDown } from '../fixture.js'
import { type Battlefield, battlefield, putThenGet } from './battlefield.js'

const held = { userName: 'ana' }

async function disableKeys({ iam, account }: Battlefield): Promise<void> {
  for (const { id } of account.describeUser('ana')?.accessKeys ?? []) {
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: id, Status: 'Inactive' }))
  }
}

afterEach(tearDown)

it.each([0, 4000])('federation lives on when the keys are disabled, enforced after %i ms', async (delay) => {
  const field = await battlefield({ enforcementDelayMs: delay })
  const attack = field.begin(federation, held)
  await disableKeys(field)
  field.rage(attack, 10)
  const [key = ''] = attack.credentials()
  expect([field.account.isKeyAllowed(key, 's3:ListAllMyBuckets'), field.isAtLarge(attack)]).toEqual([false, true])
})

it('federation deletes a block on the user from its console session while enforcement lags', async () => {
  const field = await battlefield()
  const attack = field.begin(federation, held)
  await disableKeys(field)
  expect(await putThenGet(field, held)).toBe(true)
  field.rage(attack, 10)
  expect(field.isAtLarge(attack)).toBe(true)
  const deletion = field.account.records().find(({ eventName }) => eventName === 'DeleteUserPolicy')
  expect(deletion).toMatchObject({ userIdentity: { type: 'FederatedUser' } })
})

it('federation is powerless once a block on the user is enforced', async () => {
  const field = await battlefield({ enforcementDelayMs: 0 })
  const attack = field.begin(federation, held)
  await putThenGet(field, held)
  field.rage(attack, 10)
  expect([field.isAtLarge(attack), attack.credentials().length]).toEqual([false, 3])
})

it('federation cannot be a role, nor a user without an active key', async () => {
  const field = await battlefield()
  expect(() => field.begin(federation, { roleName: 'Payments' })).toThrow('federation acts as a user')
  expect(() => field.begin(federation, { userName: 'nobody' })).toThrow('no user nobody with an active access key')
})
