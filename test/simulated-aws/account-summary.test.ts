import { GetAccountSummaryCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { seed, setUp, tearDown } from './fixture.js'

afterEach(tearDown)

it('the summary counts what there is and has the quotas that writes meet', async () => {
  const { iam } = await setUp({ seed: { ...seed, groups: [{ name: 'staff' }], instanceProfiles: [{ name: 'web' }] } })
  expect((await iam.send(new GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({
    Users: 2,
    Roles: 3,
    Groups: 1,
    InstanceProfiles: 1,
    Policies: 0,
    AccessKeysPerUserQuota: 2,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GroupPolicySizeQuota: 5120,
    GroupsPerUserQuota: 10,
    RolePolicySizeQuota: 10_240,
    UserPolicySizeQuota: 2048,
  })
})

it('the account has no alias', async () => {
  const { iam } = await setUp()
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
})
