import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { defaultTrustPolicy } from '../../simulated-aws/account/trust-policy.js'
import { accountId, allow, clients, errorOf, seed, setUp, tearDown } from './fixture.js'

const role = { RoleName: 'Payments' }
const awsDenyAll = 'arn:aws:iam::aws:policy/AWSDenyAll'
const AssumeRolePolicyDocument = defaultTrustPolicy('aws', accountId)

afterEach(tearDown)

it('a created role can be read back whole', async () => {
  const { iam } = await setUp()
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'Fresh',
      Path: '/team/a/',
      AssumeRolePolicyDocument,
      Description: 'tests <&> escaping',
      MaxSessionDuration: 7200,
      PermissionsBoundary: awsDenyAll,
      Tags: [{ Key: 'team', Value: 'a b' }],
    }),
  )

  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'fresh' }))

  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::111122223333:role/team/a/Fresh',
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Path: '/team/a/',
    Description: 'tests <&> escaping',
    MaxSessionDuration: 7200,
    PermissionsBoundary: { PermissionsBoundaryArn: awsDenyAll, PermissionsBoundaryType: 'Policy' },
    Tags: [{ Key: 'team', Value: 'a b' }],
    RoleLastUsed: {},
  })
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument)
})

it('ListRoles leaves out boundary, tags and last use', async () => {
  const { account, iam } = await setUp()
  await iam.send(new TagRoleCommand({ ...role, Tags: [{ Key: 'a', Value: 'b' }] }))
  await iam.send(new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary: awsDenyAll }))
  await errorOf(clients(account.url, account.issueCredentials('Payments', 's1')).iam.send(new ListRolesCommand({})))

  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/' }))
  const full = await iam.send(new GetRoleCommand(role))

  const listed = Roles.find(({ RoleName }) => RoleName === 'Payments')
  expect(listed).toMatchObject({ RoleId: full.Role?.RoleId })
  expect([listed?.PermissionsBoundary, listed?.Tags, listed?.RoleLastUsed]).toEqual([undefined, undefined, undefined])
  expect(full.Role).toMatchObject({ PermissionsBoundary: {}, Tags: [{}], RoleLastUsed: { Region: 'us-east-1' } })
})

it('a role that is created again under its name is another role: new id, and old sessions are dead', async () => {
  const { account, iam } = await setUp()
  const session = clients(account.url, account.issueCredentials('Payments', 'old'))
  const before = account.describeRole('Payments')?.roleId
  await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'app' }))

  await iam.send(new DeleteRoleCommand(role))
  await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }))

  expect(account.describeRole('Payments')?.roleId).not.toBe(before)
  expect(await errorOf(session.iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
})

it('a role with policies is not deleted', async () => {
  const { iam } = await setUp()
  expect(await errorOf(iam.send(new DeleteRoleCommand(role)))).toMatchObject({
    name: 'DeleteConflictException',
    status: 409,
  })
  await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'app' }))
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: awsDenyAll }))
  expect(await errorOf(iam.send(new DeleteRoleCommand(role)))).toMatchObject({ name: 'DeleteConflictException' })
})

it('names are taken whatever their case', async () => {
  const { iam } = await setUp()
  const create = iam.send(new CreateRoleCommand({ RoleName: 'PAYMENTS', AssumeRolePolicyDocument }))
  expect(await errorOf(create)).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 })
})

it('an attached AWSDenyAll blocks, and attaching it twice changes nothing', async () => {
  const { account, iam } = await setUp()
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: awsDenyAll }))
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: awsDenyAll }))

  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand(role))
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSDenyAll', PolicyArn: awsDenyAll }])
  expect(account.isAllowed('Payments', 's3:GetObject')).toBe(false)

  await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: awsDenyAll }))
  expect(account.isAllowed('Payments', 's3:GetObject')).toBe(true)
  expect(await errorOf(iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: awsDenyAll })))).toMatchObject({
    name: 'NoSuchEntityException',
  })
})

it('an eleventh managed policy and one that does not exist are refused', async () => {
  const managedPolicies = Array.from({ length: 10 }, (_, index) => ({
    arn: `arn:aws:iam::${accountId}:policy/p${index}`,
    name: `p${index}`,
    document: allow('s3:Get*'),
  }))
  const { iam } = await setUp({ seed: { ...seed, managedPolicies } })
  for (const { arn } of managedPolicies) await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: arn }))

  const attach = (PolicyArn: string) => errorOf(iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn })))
  expect(await attach(awsDenyAll)).toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining('10'),
  })
  expect(await attach('arn:aws:iam::aws:policy/Nothing')).toMatchObject({ name: 'NoSuchEntityException', status: 404 })
})

it('a permissions boundary limits without an explicit deny, until it is taken off', async () => {
  const { account, iam } = await setUp()
  await iam.send(
    new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  )
  const session = clients(account.url, account.issueCredentials('Payments', 's1'))

  expect(await errorOf(session.iam.send(new DeleteRoleCommand(role)))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no permissions boundary allows the iam:DeleteRole action'),
  })
  await session.iam.send(new ListRolesCommand({}))

  await iam.send(new DeleteRolePermissionsBoundaryCommand(role))
  expect(await errorOf(session.iam.send(new DeleteRoleCommand(role)))).toMatchObject({
    name: 'DeleteConflictException',
  })
})

it('tags are set, overwritten, listed and taken off', async () => {
  const { iam } = await setUp()
  await iam.send(
    new TagRoleCommand({
      ...role,
      Tags: [
        { Key: 'b', Value: '1' },
        { Key: 'a', Value: '' },
      ],
    }),
  )
  await iam.send(new TagRoleCommand({ ...role, Tags: [{ Key: 'b', Value: '2' }] }))
  await iam.send(new TagRoleCommand({ ...role, Tags: [] }))
  await iam.send(new UntagRoleCommand({ ...role, TagKeys: ['a', 'never'] }))
  expect((await iam.send(new ListRoleTagsCommand(role))).Tags).toEqual([{ Key: 'b', Value: '2' }])
})

it('a trust policy is replaced, unless it is malformed', async () => {
  const { account, iam } = await setUp()
  const PolicyDocument = AssumeRolePolicyDocument.replace(':root', ':user/admin')
  await iam.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument }))
  expect(account.describeRole('Payments')?.trustPolicy).toBe(PolicyDocument)

  const malformed = JSON.stringify(allow('sts:AssumeRole'))
  const update = iam.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: malformed }))
  expect(await errorOf(update)).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 })
})

it('no role is in an instance profile', async () => {
  const { iam } = await setUp()
  expect((await iam.send(new ListInstanceProfilesForRoleCommand(role))).InstanceProfiles).toEqual([])
})
