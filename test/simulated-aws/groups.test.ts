import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { accountId, allow, denyAll, errorOf, manualClock, seed, setUp, tearDown } from './fixture.js'

const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'
const staff = { GroupName: 'Staff' }
const withStaff: SeedInput = {
  ...seed,
  groups: [{ name: 'Staff', path: '/team/', inlinePolicies: [{ name: 'read', document: allow('s3:*') }] }],
  users: [...(seed.users ?? []), { name: 'ana', groups: ['staff'] }, { name: 'ben' }],
}

afterEach(tearDown)

it('a group is made, found whatever the case, listed and deleted once nothing is left in it', async () => {
  const { account, iam } = await setUp()
  const { Group } = await iam.send(new CreateGroupCommand({ ...staff, Path: '/team/' }))
  await iam.send(new AddUserToGroupCommand({ ...staff, UserName: 'admin' }))
  await iam.send(
    new PutGroupPolicyCommand({ ...staff, PolicyName: 'p', PolicyDocument: JSON.stringify(allow('s3:*')) }),
  )

  expect(Group).toMatchObject({ Arn: `arn:aws:iam::${accountId}:group/team/Staff`, GroupName: 'Staff', Path: '/team/' })
  expect(Group?.GroupId).toMatch(/^AGPA[A-Z2-7]{17}$/)
  expect((await iam.send(new ListGroupsCommand({ PathPrefix: '/team/' }))).Groups).toEqual([Group])
  expect((await iam.send(new GetGroupCommand({ GroupName: 'STAFF' }))).Users).toMatchObject([{ UserName: 'admin' }])
  expect(await errorOf(iam.send(new CreateGroupCommand({ GroupName: 'staff' })))).toMatchObject({ status: 409 })

  const deletion = () => iam.send(new DeleteGroupCommand(staff))
  expect(await errorOf(deletion())).toMatchObject({ name: 'DeleteConflictException', status: 409 })
  await iam.send(new RemoveUserFromGroupCommand({ ...staff, UserName: 'admin' }))
  expect((await errorOf(deletion())).message).toBe('Cannot delete entity, must delete policies first.')
  await iam.send(new DeleteGroupPolicyCommand({ ...staff, PolicyName: 'p' }))
  await deletion()
  expect(account.describeGroup('Staff')).toBeUndefined()
  expect(await errorOf(iam.send(new GetGroupCommand(staff)))).toMatchObject({ name: 'NoSuchEntityException' })
})

it('the members come in pages, each once', async () => {
  const names = Array.from({ length: 5 }, (_, index) => `member-${index}`)
  const users = [...(seed.users ?? []), ...names.map((name) => ({ name, groups: ['Staff'] }))]
  const { iam } = await setUp({ seed: { ...seed, groups: [{ name: 'Staff' }], users }, emptyPages: true })
  const served: (string | undefined)[] = []
  let Marker: string | undefined
  do {
    const page = await iam.send(new GetGroupCommand({ ...staff, MaxItems: 2, ...(Marker && { Marker }) }))
    served.push(...(page.Users ?? []).map(({ UserName }) => UserName))
    Marker = page.Marker
    expect(page.IsTruncated).toBe(Marker !== undefined)
  } while (Marker !== undefined)
  expect(served).toEqual(names)
})

it('what a group may, its members may; a policy written to the group counts after the delay, for members alone', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ seed: withStaff, now: clock.now, enforcementDelayMs: 4000 })
  const mayRead = () => ['ana', 'ben'].map((user) => account.isAllowed({ user }, 's3:GetObject'))
  expect(mayRead()).toEqual([true, false])

  await iam.send(new PutGroupPolicyCommand({ ...staff, PolicyName: 'deny', PolicyDocument: denyAll }))
  clock.advance(3999)
  expect(mayRead()).toEqual([true, false])
  clock.advance(1)
  expect(mayRead()).toEqual([false, false])
})

it('who leaves a group keeps its policies, allows and denies, for the delay; who joins waits for them as long', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ seed: withStaff, now: clock.now, enforcementDelayMs: 4000 })
  const mayRead = () => ['ana', 'ben'].map((user) => account.isAllowed({ user }, 's3:GetObject'))
  await iam.send(new RemoveUserFromGroupCommand({ ...staff, UserName: 'ana' }))
  await iam.send(new AddUserToGroupCommand({ ...staff, UserName: 'ben' }))

  const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'ben' }))
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['Staff'])
  expect(account.describeGroup('Staff')?.members).toEqual(['ben'])
  expect(mayRead()).toEqual([true, false])
  clock.advance(4000)
  expect(mayRead()).toEqual([false, true])
})

it('a managed policy is attached to a group, listed, counted against its members and detached', async () => {
  const { account, iam } = await setUp({ seed: withStaff })
  await iam.send(new AttachGroupPolicyCommand({ ...staff, PolicyArn: denyAllArn }))

  const { AttachedPolicies } = await iam.send(new ListAttachedGroupPoliciesCommand(staff))
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSDenyAll', PolicyArn: denyAllArn }])
  expect(account.isAllowed({ user: 'ana' }, 's3:GetObject')).toBe(false)
  await iam.send(new DetachGroupPolicyCommand({ ...staff, PolicyArn: denyAllArn }))
  expect(account.isAllowed({ user: 'ana' }, 's3:GetObject')).toBe(true)
})

it('inline policies of a group come back encoded, and hold 5,120 characters together', async () => {
  const { iam } = await setUp({ seed: withStaff })
  const sized = (size: number) => {
    const filler = JSON.stringify(allow('')).length
    return JSON.stringify(allow(`s3:${'x'.repeat(size - filler - 3)}`))
  }
  const used = JSON.stringify(allow('s3:*')).length
  const put = (text: string) => iam.send(new PutGroupPolicyCommand({ ...staff, PolicyName: 'p', PolicyDocument: text }))

  expect(await errorOf(put(sized(5121 - used)))).toMatchObject({ name: 'LimitExceededException', status: 409 })
  await put(` ${sized(5120 - used)}`)
  const { PolicyDocument } = await iam.send(new GetGroupPolicyCommand({ ...staff, PolicyName: 'read' }))
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(JSON.stringify(allow('s3:*')))
  expect((await iam.send(new ListGroupPoliciesCommand(staff))).PolicyNames).toEqual(['p', 'read'])
})

it('a membership is one whatever is repeated, of a user and group that exist, and ten at most', async () => {
  const groups = Array.from({ length: 11 }, (_, index) => ({ name: `g${index}` }))
  const { iam } = await setUp({ seed: { ...seed, groups } })
  await iam.send(new CreateUserCommand({ UserName: 'eve' }))
  const join = (GroupName: string, UserName = 'eve') => iam.send(new AddUserToGroupCommand({ GroupName, UserName }))
  for (const { name } of groups.slice(0, 10)) await join(name)
  await join('G0')

  expect(await errorOf(join('g10'))).toMatchObject({ name: 'LimitExceededException' })
  expect(await errorOf(join('nobody'))).toMatchObject({ message: 'The group with name nobody cannot be found.' })
  expect(await errorOf(join('g0', 'nobody'))).toMatchObject({ message: 'The user with name nobody cannot be found.' })
  const leave = iam.send(new RemoveUserFromGroupCommand({ GroupName: 'g10', UserName: 'eve' }))
  expect(await errorOf(leave)).toMatchObject({ name: 'NoSuchEntityException' })
})

it('a membership that changes is recorded with both names', async () => {
  const { account, iam } = await setUp({ seed: withStaff })
  await iam.send(new RemoveUserFromGroupCommand({ ...staff, UserName: 'ana' }))
  expect(account.records().at(-1)).toMatchObject({
    eventName: 'RemoveUserFromGroup',
    requestParameters: { groupName: 'Staff', userName: 'ana' },
    responseElements: null,
    readOnly: false,
  })
})
