import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  type GetAccountAuthorizationDetailsResponse,
} from '@aws-sdk/client-iam'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { accountId, allow, seed, setUp, tearDown } from './fixture.js'

const boundaryArn = `arn:aws:iam::${accountId}:policy/boundary`
const documentText =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*\'(é)+ %"}]}'
const rich: SeedInput = {
  ...seed,
  managedPolicies: [{ arn: boundaryArn, name: 'boundary', document: allow('s3:*') }],
  groups: [{ name: 'staff', inlinePolicies: [{ name: 'g', document: allow('ec2:*') }] }],
  instanceProfiles: [{ name: 'web', roleName: 'Payments' }],
  users: [
    ...(seed.users ?? []),
    {
      name: 'ana',
      groups: ['staff'],
      tags: [{ key: 'team', value: 'pay' }],
      permissionsBoundaryArn: boundaryArn,
      inlinePolicies: [{ name: 'u', document: documentText }],
    },
  ],
}

afterEach(tearDown)

async function details(input: GetAccountAuthorizationDetailsCommandInput, options: Parameters<typeof setUp>[0] = {}) {
  const { account, iam } = await setUp({ seed: rich, ...options })
  const pages: GetAccountAuthorizationDetailsResponse[] = []
  let Marker: string | undefined
  do {
    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ ...input, ...(Marker && { Marker }) }))
    pages.push(page)
    Marker = page.Marker
  } while (Marker !== undefined)
  return { account, pages }
}

/** Every name, in the order in which the pages told them: by kind, then by ARN. */
function names(pages: GetAccountAuthorizationDetailsResponse[]) {
  return pages.flatMap((page) => [
    ...(page.UserDetailList ?? []).map(({ UserName }) => UserName),
    ...(page.GroupDetailList ?? []).map(({ GroupName }) => GroupName),
    ...(page.RoleDetailList ?? []).map(({ RoleName }) => RoleName),
    ...(page.Policies ?? []).map(({ PolicyName }) => PolicyName),
  ])
}

const everything = [
  ...['admin', 'ana', 'tourniquet-operator', 'staff'],
  ...['Payments', 'AWSReservedSSO_Admin_0123456789abcdef', 'AWSServiceRoleForSupport'],
  ...['boundary', 'AdministratorAccess'],
]

it('a user is told with its policies, groups, boundary and tags, documents encoded byte for byte', async () => {
  const { account, pages } = await details({ Filter: ['User'] })
  const ana = pages[0]?.UserDetailList?.find(({ UserName }) => UserName === 'ana')

  expect(ana).toMatchObject({
    UserId: account.describeUser('ana')?.userId,
    GroupList: ['staff'],
    AttachedManagedPolicies: [],
    PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn, PermissionsBoundaryType: 'Policy' },
    Tags: [{ Key: 'team', Value: 'pay' }],
  })
  const document = ana?.UserPolicyList?.[0]?.PolicyDocument ?? ''
  expect(document).toMatch(/^[\w.~%-]+$/)
  expect(decodeURIComponent(document)).toBe(documentText)
})

it('a role is told with its trust, policies, last use and instance profiles, a group with its policies', async () => {
  const { pages } = await details({ Filter: ['Role', 'Group'] })
  const role = pages[0]?.RoleDetailList?.find(({ RoleName }) => RoleName === 'Payments')

  expect(role).toMatchObject({
    RolePolicyList: [{ PolicyName: 'app' }],
    AttachedManagedPolicies: [],
    InstanceProfileList: [{ InstanceProfileName: 'web', Roles: [{ RoleName: 'Payments' }] }],
  })
  expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toContain('sts:AssumeRole')
  expect(pages[0]?.GroupDetailList).toMatchObject([{ GroupName: 'staff', GroupPolicyList: [{ PolicyName: 'g' }] }])
  expect(pages[0]).toMatchObject({ UserDetailList: [], Policies: [] })
})

it('local policies come with their text, those of AWS where they are in use', async () => {
  const { pages } = await details({ Filter: ['LocalManagedPolicy', 'AWSManagedPolicy'] })
  expect(names(pages)).toEqual(['boundary', 'AdministratorAccess'])
  const [boundary] = pages[0]?.Policies ?? []
  expect(boundary).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1, DefaultVersionId: 'v1' })
  const text = decodeURIComponent(boundary?.PolicyVersionList?.[0]?.Document ?? '')
  expect(JSON.parse(text)).toEqual(allow('s3:*'))
})

it.each([1, 2, 4, 100])('in pages of %i everything is told once', async (MaxItems) => {
  const { pages } = await details({ MaxItems })
  expect(names(pages)).toEqual(everything)
  expect(pages.map(({ IsTruncated }) => IsTruncated)).toEqual(pages.map((_, index) => index < pages.length - 1))
})

it('the first page may be empty and truncated', async () => {
  const { pages } = await details({}, { emptyPages: true })
  expect(pages[0]).toMatchObject({ IsTruncated: true, UserDetailList: [], RoleDetailList: [] })
  expect(names(pages)).toEqual(everything)
})
