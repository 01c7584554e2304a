import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { defaultTrustPolicy } from '../../simulated-aws/account/trust-policy.js'
import { accountId, denyAll, errorOf, setUp, tearDown } from './fixture.js'

const PolicyArn = 'arn:aws:iam::aws:policy/AWSDenyAll'
const serviceLinked = 'AWSServiceRoleForSupport'
const identityCenter = 'AWSReservedSSO_Admin_0123456789abcdef'

const writes: [string, (iam: IAMClient, RoleName: string) => Promise<object>][] = [
  [
    'PutRolePolicy',
    (iam, RoleName) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: denyAll })),
  ],
  ['DeleteRolePolicy', (iam, RoleName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }))],
  ['AttachRolePolicy', (iam, RoleName) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))],
  ['DetachRolePolicy', (iam, RoleName) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))],
  [
    'PutRolePermissionsBoundary',
    (iam, RoleName) => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn })),
  ],
  [
    'DeleteRolePermissionsBoundary',
    (iam, RoleName) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
  ],
  [
    'UpdateAssumeRolePolicy',
    (iam, RoleName) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: defaultTrustPolicy('aws', accountId) })),
  ],
  ['DeleteRole', (iam, RoleName) => iam.send(new DeleteRoleCommand({ RoleName }))],
  [
    'AddRoleToInstanceProfile',
    (iam, RoleName) => iam.send(new AddRoleToInstanceProfileCommand({ RoleName, InstanceProfileName: 'web' })),
  ],
]
const tagging: typeof writes = [
  ['TagRole', (iam, RoleName) => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] }))],
  ['UntagRole', (iam, RoleName) => iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }))],
]

afterEach(tearDown)

it.each([
  ...writes.map(([name, write]) => [name, serviceLinked, write] as const),
  ...[...writes, ...tagging].map(([name, write]) => [name, identityCenter, write] as const),
])('%s is refused on %s, which stays as it was', async (_, roleName, write) => {
  const { account, iam } = await setUp()
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web' }))
  const before = account.describeRole(roleName)

  expect(await errorOf(write(iam, roleName))).toEqual({
    name: 'UnmodifiableEntityException',
    status: 400,
    message: `Cannot perform the operation on the protected role '${roleName}' - this role is only modifiable by AWS`,
  })
  expect(account.describeRole(roleName)).toEqual(before)
})

it('a service-linked role may be tagged and read', async () => {
  const { account, iam } = await setUp()
  for (const [, write] of tagging.slice(0, 1)) await write(iam, serviceLinked)
  expect(account.describeRole(serviceLinked)?.tags).toEqual({ a: 'b' })
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName: serviceLinked }))).PolicyNames).toEqual([])
})
