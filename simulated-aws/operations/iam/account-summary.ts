import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { isAwsManaged } from '../../account/managed-policies.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { accessKeysPerUser } from './access-keys.js'
import { managedPoliciesPerEntity } from './attached-policies.js'
import { groupsPerUser } from './groups.js'
import { inlinePolicyQuota } from './inline-policies.js'
import { managedPolicySizeQuota } from './managed-policies.js'

/** The quotas are what a client needs to know before it writes; the counts are true for what is simulated. */
const getAccountSummary = operation({
  service: 'iam',
  name: 'GetAccountSummary',
  readOnly: true,
  input: z.object({}),
  run: ({ account }) => {
    const summary = Object.entries({ ...counts(account), ...quotas })
    return { ok: true, result: { SummaryMap: { entry: summary.map(([key, value]) => ({ key, value })) } } }
  },
})

function counts(account: Account): Record<string, number> {
  return {
    Users: account.users.size,
    Roles: account.roles.size,
    Groups: account.groups.size,
    InstanceProfiles: account.instanceProfiles.size,
    Policies: [...account.managedPolicies.values()].filter((policy) => !isAwsManaged(policy)).length,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Providers: 0,
    ServerCertificates: 0,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 0,
    AccountSigningCertificatesPresent: 0,
  }
}

/** Those that are simulated are enforced; the numbers of entities (UsersQuota, ...) are AWS's defaults, and are not. */
const quotas = {
  AccessKeysPerUserQuota: accessKeysPerUser,
  AttachedPoliciesPerGroupQuota: managedPoliciesPerEntity,
  AttachedPoliciesPerRoleQuota: managedPoliciesPerEntity,
  AttachedPoliciesPerUserQuota: managedPoliciesPerEntity,
  GroupPolicySizeQuota: inlinePolicyQuota.group,
  RolePolicySizeQuota: inlinePolicyQuota.role,
  UserPolicySizeQuota: inlinePolicyQuota.user,
  PolicySizeQuota: managedPolicySizeQuota,
  GroupsPerUserQuota: groupsPerUser,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  RolesQuota: 1000,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
}

const listAccountAliases = operation({
  service: 'iam',
  name: 'ListAccountAliases',
  readOnly: true,
  input: z.object(pagingInput),
  run: ({ account }, input) => {
    const none = page(account, [], String, input)
    return none.ok ? { ok: true, result: { AccountAliases: [], ...pageFields(none) } } : none
  },
})

export const accountOperations: Operation[] = [getAccountSummary, listAccountAliases]
