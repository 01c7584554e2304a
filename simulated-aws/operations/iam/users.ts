import { z } from 'zod'
import { findUser, iamArn } from '../../account/account.js'
import type { User } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import { PolicyHistory } from '../../account/policy-history.js'
import type { JsonObject } from '../../json.js'
import { entityAlreadyExists, validationError } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { managedPoliciesPerRole } from './attached-policies.js'
import { inlinePolicyQuota } from './inline-policies.js'
import { entityPath, existingUser, ownerResource, userName } from './inputs.js'

function shape(user: User): JsonObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: seconds(user.createDate),
  }
}

const getUser = operation({
  service: 'iam',
  name: 'GetUser',
  readOnly: true,
  input: z.object({ UserName: userName.optional() }),
  resource: ownerResource,
  run: ({ account, caller }, { UserName }) => {
    if (UserName === undefined && caller.kind === 'user') return { ok: true, result: { User: shape(caller.user) } }
    if (UserName === undefined) return validationError('Must specify userName when calling with non-User credentials')
    const found = existingUser(account, UserName)
    return found.ok ? { ok: true, result: { User: shape(found.user) } } : found
  },
})

const listUsers = operation({
  service: 'iam',
  name: 'ListUsers',
  readOnly: true,
  input: z.object({ PathPrefix: z.string().startsWith('/').default('/'), ...pagingInput }),
  resource: (account) => iamArn(account, 'user/'),
  run: ({ account }, input) => {
    const matching = [...account.users.values()].filter((user) => user.path.startsWith(input.PathPrefix))
    const users = page(account, matching, (user) => user.name, input)
    return users.ok ? { ok: true, result: { Users: users.items.map(shape), ...pageFields(users) } } : users
  },
})

const createUser = operation({
  service: 'iam',
  name: 'CreateUser',
  readOnly: false,
  input: z.object({ UserName: userName, Path: entityPath.default('/') }),
  resource: (account, { Path, UserName }) => iamArn(account, `user${Path}${UserName}`),
  run: ({ account }, { UserName, Path }) => {
    if (findUser(account, UserName)) return entityAlreadyExists(`User with name ${UserName} already exists.`)
    const user: User = {
      kind: 'user',
      name: UserName,
      path: Path,
      arn: iamArn(account, `user${Path}${UserName}`),
      userId: randomId('AIDA', account.random),
      createDate: account.now(),
      inlinePolicies: new Map(),
      attachedPolicies: new Map(),
      permissionsBoundaryArn: undefined,
      history: new PolicyHistory(),
      accessKeys: [],
    }
    account.users.set(UserName.toLowerCase(), user)
    const result = { User: shape(user) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

/** The quotas are what a client needs to know before it writes; the counts are true for what is simulated. */
const getAccountSummary = operation({
  service: 'iam',
  name: 'GetAccountSummary',
  readOnly: true,
  input: z.object({}),
  run: ({ account }) => ({
    ok: true,
    result: {
      SummaryMap: {
        entry: Object.entries({
          Users: account.users.size,
          Roles: account.roles.size,
          Groups: 0,
          AccessKeysPerUserQuota: 2,
          AttachedPoliciesPerRoleQuota: managedPoliciesPerRole,
          AttachedPoliciesPerUserQuota: 10,
          RolePolicySizeQuota: inlinePolicyQuota.role,
          UserPolicySizeQuota: inlinePolicyQuota.user,
          GroupPolicySizeQuota: 5_120,
          PolicySizeQuota: 6_144,
        }).map(([key, value]) => ({ key, value })),
      },
    },
  }),
})

export const userOperations: Operation[] = [createUser, getUser, listUsers, getAccountSummary]
