import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam'
import { accountId, allow, errorOf, seed, setUp, tearDown } from './fixture.js'

const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'
const PolicyDocument = JSON.stringify(allow('ec2:*'))

afterEach(tearDown)

it.each([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
] as const)('AWSDenyAll of %s is there from the start, with its text', async (partition, region) => {
  const { iam } = await setUp({ seed: { ...seed, partition, region, users: withAdministrator(partition) } })
  const PolicyArn = `arn:${partition}:iam::aws:policy/AWSDenyAll`
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }))
  const version = { PolicyArn, VersionId: Policy?.DefaultVersionId }
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version))

  expect(Policy).toMatchObject({ PolicyName: 'AWSDenyAll', AttachmentCount: 0, IsAttachable: true, Path: '/' })
  expect(Policy?.PolicyId).toMatch(/^ANPA[A-Z2-7]{17}$/)
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }],
  })
  expect((await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions).toMatchObject([
    { VersionId: Policy?.DefaultVersionId, IsDefaultVersion: true },
  ])
})

function withAdministrator(partition: string) {
  const arn = `arn:${partition}:iam::aws:policy/AdministratorAccess`
  return (seed.users ?? []).map((user) => ({ ...user, attachedPolicies: [{ arn, name: 'AdministratorAccess' }] }))
}

it('a policy that was created can be attached, and is one a name', async () => {
  const { account, iam } = await setUp()
  const create = (PolicyName: string, document = PolicyDocument) =>
    iam.send(new CreatePolicyCommand({ PolicyName, Path: '/team/', PolicyDocument: document }))
  const { Policy } = await create('only-ec2')
  const PolicyArn = Policy?.Arn ?? ''
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'Payments', PolicyArn }))

  expect(PolicyArn).toBe(`arn:aws:iam::${accountId}:policy/team/only-ec2`)
  expect(account.isAllowed('Payments', 'ec2:RunInstances')).toBe(true)
  expect(await errorOf(create('Only-EC2'))).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 })
  expect(await errorOf(create('broken', '{'))).toMatchObject({ name: 'MalformedPolicyDocumentException' })
  const long = JSON.stringify(allow(`s3:${'x'.repeat(6144)}`))
  expect(await errorOf(create('long', long))).toMatchObject({ name: 'LimitExceededException' })
})

it('what does not exist is not found', async () => {
  const { iam } = await setUp()
  const PolicyArn = 'arn:aws:iam::aws:policy/NoSuchPolicy'
  const calls = [
    iam.send(new GetPolicyCommand({ PolicyArn })),
    iam.send(new GetPolicyVersionCommand({ PolicyArn: denyAllArn, VersionId: 'v99' })),
    iam.send(new ListEntitiesForPolicyCommand({ PolicyArn })),
    iam.send(new AttachUserPolicyCommand({ UserName: 'admin', PolicyArn })),
    iam.send(new AttachUserPolicyCommand({ UserName: 'nobody', PolicyArn: denyAllArn })),
  ]
  for (const call of calls) expect(await errorOf(call)).toMatchObject({ name: 'NoSuchEntityException', status: 404 })
})

it('who has a policy, and as what, is told by kind', async () => {
  const groups = [{ name: 'staff', attachedPolicies: [{ arn: denyAllArn, name: 'AWSDenyAll' }] }]
  const { account, iam } = await setUp({ seed: { ...seed, groups } })
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'Payments', PolicyArn: denyAllArn }))
  const boundary = { RoleName: 'Payments', PermissionsBoundary: denyAllArn }
  await iam.send(new PutRolePermissionsBoundaryCommand(boundary))
  const ask = (input: object) => iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: denyAllArn, ...input }))
  const roles = [{ RoleName: 'Payments', RoleId: account.describeRole('Payments')?.roleId }]
  const staff = [{ GroupName: 'staff', GroupId: account.describeGroup('staff')?.groupId }]

  expect(await ask({})).toMatchObject({ PolicyRoles: roles, PolicyUsers: [], PolicyGroups: staff, IsTruncated: false })
  expect(await ask({ EntityFilter: 'Role' })).toMatchObject({ PolicyRoles: roles, PolicyGroups: [] })
  const boundaries = await ask({ PolicyUsageFilter: 'PermissionsBoundary' })
  expect(boundaries).toMatchObject({ PolicyRoles: roles, PolicyGroups: [] })
})

it('policies are listed by scope, and by whether they are attached', async () => {
  const { iam } = await setUp()
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument }))
  const names = async (input: object) =>
    (await iam.send(new ListPoliciesCommand(input))).Policies?.map(({ PolicyName }) => PolicyName)

  expect(await names({ Scope: 'Local' })).toEqual(['own'])
  expect(await names({ Scope: 'AWS' })).toEqual(['AWSDenyAll', 'AdministratorAccess', 'ReadOnlyAccess'])
  expect(await names({ OnlyAttached: true })).toEqual(['AdministratorAccess'])
})
