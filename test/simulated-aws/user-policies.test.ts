import {
  AttachUserPolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  ListAttachedUserPoliciesCommand,
  ListUserTagsCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam'
import { accountId, allow, errorOf, manualClock, seed, setUp, tearDown } from './fixture.js'

const ana = { UserName: 'ana' }
const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'
const boundaryArn = `arn:aws:iam::${accountId}:policy/only-ec2`
const key = { accessKeyId: 'AKIAANAANAANAANAANAA', secretAccessKey: 'ana-secret' }
const withAna = {
  ...seed,
  managedPolicies: [{ arn: boundaryArn, name: 'only-ec2', document: allow('ec2:*') }],
  users: [
    ...(seed.users ?? []),
    {
      name: 'ana',
      inlinePolicies: [{ name: 'all', document: allow('*') }],
      accessKeys: [{ id: key.accessKeyId, secret: key.secretAccessKey }],
    },
  ],
}

afterEach(tearDown)

it('AWSDenyAll attached to a user is listed at once, enforced after the delay, and gone when detached', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ seed: withAna, now: clock.now, enforcementDelayMs: 4000 })
  const isAllowed = () => account.isAllowed({ user: 'ana' }, 's3:GetObject')
  await iam.send(new AttachUserPolicyCommand({ ...ana, PolicyArn: denyAllArn }))

  const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand(ana))
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSDenyAll', PolicyArn: denyAllArn }])
  expect(isAllowed()).toBe(true)
  clock.advance(4000)
  expect(isAllowed()).toBe(false)
  expect(account.isKeyAllowed(key.accessKeyId, 's3:GetObject')).toBe(false)

  await iam.send(new DetachUserPolicyCommand({ ...ana, PolicyArn: denyAllArn }))
  clock.advance(4000)
  expect(isAllowed()).toBe(true)
  const again = iam.send(new DetachUserPolicyCommand({ ...ana, PolicyArn: denyAllArn }))
  expect(await errorOf(again)).toMatchObject({ name: 'NoSuchEntityException', status: 404 })
})

it('a user has ten managed policies at most, and only those that exist', async () => {
  const managedPolicies = Array.from({ length: 11 }, (_, index) => ({
    arn: `arn:aws:iam::${accountId}:policy/p${index}`,
    name: `p${index}`,
    document: allow('s3:*'),
  }))
  const { iam } = await setUp({ seed: { ...withAna, managedPolicies } })
  const attach = (PolicyArn: string) => iam.send(new AttachUserPolicyCommand({ ...ana, PolicyArn }))
  for (const { arn } of managedPolicies.slice(0, 10)) await attach(arn)

  expect(await errorOf(attach(managedPolicies[10]?.arn ?? ''))).toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for PoliciesPerUser: 10',
  })
  expect(await errorOf(attach('arn:aws:iam::aws:policy/Nothing'))).toMatchObject({ name: 'NoSuchEntityException' })
})

it('a boundary confines a user until it is taken away, and GetUser tells it', async () => {
  const { account, iam } = await setUp({ seed: withAna })
  const may = () => ['s3:GetObject', 'ec2:RunInstances'].map((action) => account.isAllowed({ user: 'ana' }, action))
  await iam.send(new PutUserPermissionsBoundaryCommand({ ...ana, PermissionsBoundary: boundaryArn }))

  expect((await iam.send(new GetUserCommand(ana))).User?.PermissionsBoundary).toEqual({
    PermissionsBoundaryArn: boundaryArn,
    PermissionsBoundaryType: 'Policy',
  })
  expect(may()).toEqual([false, true])
  await iam.send(new DeleteUserPermissionsBoundaryCommand(ana))
  expect(may()).toEqual([true, true])
  expect(account.describeUser('ana')?.permissionsBoundaryArn).toBeNull()
})

it('tags of a user are set, told, taken away, and are the tags of the resource and of the principal', async () => {
  const { account, iam } = await setUp({ seed: withAna })
  await iam.send(
    new TagUserCommand({
      ...ana,
      Tags: [
        { Key: 'team', Value: 'pay' },
        { Key: 'x', Value: '' },
      ],
    }),
  )
  await iam.send(new UntagUserCommand({ ...ana, TagKeys: ['x'] }))

  expect((await iam.send(new GetUserCommand(ana))).User?.Tags).toEqual([{ Key: 'team', Value: 'pay' }])
  expect((await iam.send(new ListUserTagsCommand(ana))).Tags).toEqual([{ Key: 'team', Value: 'pay' }])
  expect(account.describeUser('ana')?.tags).toEqual({ team: 'pay' })
})
