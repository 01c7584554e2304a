import { GetGroupPolicyCommand, PutGroupPolicyCommand } from '@aws-sdk/client-iam'
import { leaveGroup } from '../../../simulated-aws/attackers/leave-group.js'
import { denyAll, tearDown } from '../fixture.js'
import { type Battlefield, battlefield, blockName, putThenGet } from './battlefield.js'

async function putThenGetOnGroup({ iam }: Battlefield): Promise<boolean> {
  const policy = { GroupName: 'staff', PolicyName: blockName }
  await iam.send(new PutGroupPolicyCommand({ ...policy, PolicyDocument: denyAll }))
  const { PolicyDocument = '' } = await iam.send(new GetGroupPolicyCommand(policy))
  return decodeURIComponent(PolicyDocument) === denyAll
}

afterEach(tearDown)

it('leave-group walks out of a block on its group that put-then-get calls done', async () => {
  const field = await battlefield()
  const attack = field.begin(leaveGroup, { userName: 'ana' })
  field.rage(attack, 1)
  expect(field.account.describeGroup('staff')?.members).toContain('ana')

  expect(await putThenGetOnGroup(field)).toBe(true)
  field.rage(attack, 10)
  expect(field.account.describeGroup('staff')?.members).toEqual(['guest'])
  expect(field.isAtLarge(attack)).toBe(true)
})

it('leave-group is powerless against an enforced block, against one on the user, and where it lives by the group', async () => {
  const enforced = await battlefield({ enforcementDelayMs: 0 })
  const late = enforced.begin(leaveGroup, { userName: 'ana' })
  await putThenGetOnGroup(enforced)
  enforced.rage(late, 10)
  expect(enforced.isAtLarge(late)).toBe(false)

  const field = await battlefield()
  const [blocked, poor] = [field.begin(leaveGroup, { userName: 'ana' }), field.begin(leaveGroup, { userName: 'guest' })]
  await putThenGet(field, { userName: 'ana' })
  await putThenGetOnGroup(field)
  for (const attack of [blocked, poor]) field.rage(attack, 10)
  expect([field.isAtLarge(blocked), field.isAtLarge(poor)]).toEqual([false, false])
})

it('leave-group cannot be a role', async () => {
  const field = await battlefield()
  expect(() => field.begin(leaveGroup, { roleName: 'Payments' })).toThrow('leave-group acts as a user')
})
