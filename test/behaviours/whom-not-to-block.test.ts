import type { Principal } from '../../src/domain/principal.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { allow, ciDeploy, dana } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const createStage = useStages()
const group = { type: 'group', name: 'release' } as const

describe('6. Self-block', () => {
  // In the account on virtual time we are the user tourniquet-operator; roles, paths and chains: test/workers.
  it.each<[string, Partial<Principal>]>([
    ['by its name', { name: 'tourniquet-operator' }],
    ['in another case', { name: 'Tourniquet-OPERATOR' }],
    ['by its ARN', { name: 'x', arn: 'arn:aws:iam::111122223333:user/tourniquet-operator' }],
  ])('of our own user %s is refused before anybody is asked', async (_, changes) => {
    const stage = await createStage()
    stage.report({ type: 'user', name: 'tourniquet-operator', ...changes })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/identity that Tourniquet itself uses.*Instead: /)
    expect(stage.people.asked).toEqual([])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('of a group that holds our user is refused', async () => {
    const stage = await createStage({ seed: { groups: [{ name: 'release' }], users: [dana({ groups: ['release'] })] } })
    stage.admin('AddUserToGroup', { GroupName: 'release', UserName: 'tourniquet-operator' })
    stage.report(group)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/has the member "tourniquet-operator"/)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('is refused though it was approved: our user joined the group in between', async () => {
    const stage = await createStage({ seed: { groups: [{ name: 'release' }], users: [dana({ groups: ['release'] })] } })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    expect(stage.incident().state).toBe('blocking')
    stage.admin('AddUserToGroup', { GroupName: 'release', UserName: 'tourniquet-operator' })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/has the member "tourniquet-operator"/)
    expect(ourWrites(stage.account)).toEqual([])
  })
})

describe('7. Protected/immutable', () => {
  const sso = 'AWSReservedSSO_Admin_0123456789abcdef'
  const roles = [
    ciDeploy(),
    ciDeploy({ name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/' }),
    ciDeploy({ name: sso, path: '/aws-reserved/sso.amazonaws.com/eu-west-1/' }),
    ciDeploy({ name: 'break-glass-1' }),
  ]

  it.each<[string, Pick<Principal, 'type' | 'name'>, RegExp]>([
    [
      'a service-linked role',
      { type: 'role', name: 'AWSServiceRoleForSupport' },
      /service-linked role.*Instead: .*block that/,
    ],
    [
      'a role of Identity Center',
      { type: 'role', name: sso },
      /Identity Center.*Instead: Disable the user in Identity Center/,
    ],
    ['the root user', { type: 'root', name: 'root' }, /root user.*Instead: .*SCP/],
    [
      'a federated user of nobody',
      { type: 'federatedUser', name: 'eve' },
      /federated user.*Instead: Name the issuing IAM user/,
    ],
    ['an AWS service', { type: 'service', name: 'ec2.amazonaws.com' }, /AWS service.*Instead: Find the resource/],
    ['a role on the list', { type: 'role', name: 'break-glass-1' }, /protected by the configuration.*Instead: /],
  ])('%s is refused at planning, with what to do instead', async (_, accused, reason) => {
    const stage = await createStage({ seed: { roles } })
    stage.report(accused)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(reason)
    expect(stage.people.asked).toEqual([])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('UnmodifiableEntity at the write ends in the same state after one attempt', async () => {
    const stage = await createStage()
    stage.account.injectFault({
      operation: 'iam:PutRolePolicy',
      error: { code: 'UnmodifiableEntity', status: 400 },
      times: 3,
    })
    await stage.block({ type: 'role', name: 'ci-deploy' })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/UnmodifiableEntity.*Instead: .*SCP/)
    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(1)
  })
})

describe('23. Group block', () => {
  const names = Array.from({ length: 40 }, (_, n) => `user-${String(n).padStart(2, '0')}`)
  const users = names.map((name) => ({ name, groups: ['release'] }))
  const groups = [{ name: 'release', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]

  it('of 40 users with a break-glass user among them is refused, by the name of that user', async () => {
    const breakGlass = { name: 'break-glass-ana', groups: ['release'] }
    const stage = await createStage({
      seed: { groups, users: [...users.slice(1), breakGlass] },
      protection: { arns: ['arn:aws:iam::*:user/break-glass-*'] },
    })
    stage.report(group)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(
      /has the member "break-glass-ana", which is protected.*Instead: Block the member/,
    )
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('shows every member to those who decide, and takes one approval more', async () => {
    const stage = await createStage({ seed: { groups, users } })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.world.run(1_000)
    const [card] = stage.people.asked
    const plan = card?.plan
    expect(plan?.kind === 'contain' ? [...plan.impact.members].sort() : null).toEqual(names)
    expect(card?.quorum).toBe(2)
    expect(await stage.approve('ana')).toMatchObject({ status: 'counted', approvals: 1, quorum: 2 })
    expect(ourWrites(stage.account)).toEqual([])
    expect(await stage.approve('bo')).toMatchObject({ status: 'decided', state: 'blocking' })
  })

  it('an attacker who leaves the group during the soak is told of as tampering, and it is not called contained', async () => {
    const stage = await createStage({ seed: { groups, users: [dana({ groups: ['release'] })] } })
    const { stop } = stage.attack('leave-group', { userName: 'dana' }, 500)
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    stop()
    expect(stage.account.describeGroup('release')?.members).toEqual([])
    expect(snapshot.context.verdict.contained).toBe(false)
    expect(JSON.stringify(snapshot.context.verdict.tampering)).toMatch(/member dana \(AIDA\w+\) left the group/)
    expect(JSON.stringify(snapshot.context.verdict.tampering)).toMatch(/RemoveUserFromGroup dana/)
    expect(stage.people.told.map(({ topic }) => topic)).not.toContain('contained')
  })
})
