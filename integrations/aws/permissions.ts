import { anywherePermissions } from './anywhere-permissions.js'
import { evidencePermissions } from './evidence-permissions.js'
import { findingPermissions } from './finding-permissions.js'
import type { PermissionScope } from './permission-scope.js'
import type { pullPermissions } from './pull-permissions.js'
import type { trailBucketPermissions } from './trail-bucket-permissions.js'

/** What a responder's permissions are for. Each purpose lists all that it takes, so that each can be granted alone. */
export const purposes = ['investigate', 'contain', 'restore'] as const
export type Purpose = (typeof purposes)[number]

/** The roles that work in an account: one looks, one writes and reads back. Either may stand in for both. */
export const awsRoles = ['investigate', 'contain'] as const
export type AwsRole = (typeof awsRoles)[number]

type AwsService = 'iam' | 'sts' | 'cloudtrail' | 'logs' | 'detective' | 'guardduty' | 'securityhub' | 'rolesanywhere'

export interface Permission {
  /** `iam:PutRolePolicy`: the action, and the operation of the same name. */
  readonly action: `${AwsService}:${string}`
  readonly on: PermissionScope
  readonly for: readonly Purpose[]
  /** The roles that make the call, where there is one for each; none: the base credentials make it. */
  readonly by: readonly AwsRole[]
  readonly why: string
  /** Granted for the managed policy AWSDenyAll only. */
  readonly onlyDenyAll?: true
}

const always = purposes
const blocking = ['contain', 'restore'] as const

const both = awsRoles
const looking = ['investigate'] as const
const writing = ['contain'] as const

/**
 * Every call to AWS that this program can make. The adapters name their operations by this list, and a test holds it
 * against the sources, both ways.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const permissions = [
  {
    action: 'sts:AssumeRole',
    on: 'assumedRole',
    for: always,
    by: [],
    why: 'to become the role that works in the account',
  },
  {
    action: 'sts:GetCallerIdentity',
    on: 'anything',
    for: always,
    by: both,
    why: 'to never block itself, nor write elsewhere',
  },
  {
    action: 'cloudtrail:LookupEvents',
    on: 'anything',
    for: always,
    by: looking,
    why: 'to see what the principal did and still does',
  },
  ...evidencePermissions,
  ...findingPermissions,
  ...anywherePermissions,

  {
    action: 'iam:GetRole',
    on: 'role',
    for: always,
    by: both,
    why: 'to know the role by its unique id, before each write',
  },
  {
    action: 'iam:GetUser',
    on: 'user',
    for: always,
    by: both,
    why: 'to know the user by its unique id, before each write',
  },
  {
    action: 'iam:GetGroup',
    on: 'group',
    for: always,
    by: both,
    why: 'to know the group, and whom a block of it reaches',
  },

  {
    action: 'iam:ListRolePolicies',
    on: 'role',
    for: always,
    by: looking,
    why: 'for the state before, and for what changed since',
  },
  {
    action: 'iam:ListUserPolicies',
    on: 'user',
    for: always,
    by: looking,
    why: 'for the state before, and for what changed since',
  },
  {
    action: 'iam:ListGroupPolicies',
    on: 'group',
    for: always,
    by: looking,
    why: 'for the state before, and for what changed since',
  },
  {
    action: 'iam:GetRolePolicy',
    on: 'role',
    for: always,
    by: both,
    why: 'to tell our policy from any other, word by word',
  },
  {
    action: 'iam:GetUserPolicy',
    on: 'user',
    for: always,
    by: both,
    why: 'to tell our policy from any other, word by word',
  },
  {
    action: 'iam:GetGroupPolicy',
    on: 'group',
    for: always,
    by: both,
    why: 'to tell our policy from any other, word by word',
  },
  {
    action: 'iam:ListAttachedRolePolicies',
    on: 'role',
    for: always,
    by: both,
    why: 'for the state before, and what changed since',
  },
  {
    action: 'iam:ListAttachedUserPolicies',
    on: 'user',
    for: always,
    by: both,
    why: 'for the state before, and what changed since',
  },
  {
    action: 'iam:ListAttachedGroupPolicies',
    on: 'group',
    for: always,
    by: both,
    why: 'for the state before, and what changed since',
  },

  {
    action: 'iam:ListInstanceProfilesForRole',
    on: 'role',
    for: ['investigate'],
    by: looking,
    why: 'for the machines that lose access',
  },
  {
    action: 'iam:ListAccessKeys',
    on: 'user',
    for: always,
    by: both,
    why: 'to disable the keys that are active, and only those',
  },
  {
    action: 'iam:GetAccessKeyLastUsed',
    on: 'user',
    for: ['investigate'],
    by: looking,
    why: 'to know whose key it is, and what disabling it would stop',
  },
  {
    action: 'iam:GetLoginProfile',
    on: 'user',
    for: always,
    by: looking,
    why: 'to say whether the user has a console password',
  },
  {
    action: 'iam:ListGroupsForUser',
    on: 'user',
    for: always,
    by: looking,
    why: 'for the state before, and for what changed since',
  },
  {
    action: 'iam:SimulatePrincipalPolicy',
    on: 'entity',
    for: ['contain'],
    by: looking,
    why: 'to ask IAM what a block denies',
  },
  {
    action: 'iam:GetAccountAuthorizationDetails',
    on: 'anything',
    for: always,
    by: looking,
    why: 'for users, roles and groups made during the incident, and for blocks that were left behind',
  },

  {
    action: 'iam:PutRolePolicy',
    on: 'role',
    for: blocking,
    by: writing,
    why: 'to deny; in a restore, to revoke older sessions',
  },
  {
    action: 'iam:PutUserPolicy',
    on: 'user',
    for: blocking,
    by: writing,
    why: 'to deny; in a restore, to revoke older sessions',
  },
  {
    action: 'iam:PutGroupPolicy',
    on: 'group',
    for: blocking,
    by: writing,
    why: 'to deny; in a restore, to revoke older sessions',
  },
  { action: 'iam:DeleteRolePolicy', on: 'role', for: ['restore'], by: writing, why: 'to take our own policy off' },
  { action: 'iam:DeleteUserPolicy', on: 'user', for: ['restore'], by: writing, why: 'to take our own policy off' },
  { action: 'iam:DeleteGroupPolicy', on: 'group', for: ['restore'], by: writing, why: 'to take our own policy off' },
  {
    action: 'iam:AttachRolePolicy',
    on: 'role',
    for: ['contain'],
    by: writing,
    why: 'to deny where inline does not fit',
    onlyDenyAll: true,
  },
  {
    action: 'iam:AttachUserPolicy',
    on: 'user',
    for: ['contain'],
    by: writing,
    why: 'to deny where inline does not fit',
    onlyDenyAll: true,
  },
  {
    action: 'iam:AttachGroupPolicy',
    on: 'group',
    for: ['contain'],
    by: writing,
    why: 'to deny where inline does not fit',
    onlyDenyAll: true,
  },
  {
    action: 'iam:DetachRolePolicy',
    on: 'role',
    for: ['restore'],
    by: writing,
    why: 'to take AWSDenyAll off again',
    onlyDenyAll: true,
  },
  {
    action: 'iam:DetachUserPolicy',
    on: 'user',
    for: ['restore'],
    by: writing,
    why: 'to take AWSDenyAll off again',
    onlyDenyAll: true,
  },
  {
    action: 'iam:DetachGroupPolicy',
    on: 'group',
    for: ['restore'],
    by: writing,
    why: 'to take AWSDenyAll off again',
    onlyDenyAll: true,
  },
  {
    action: 'iam:UpdateAccessKey',
    on: 'user',
    for: blocking,
    by: writing,
    why: 'to disable keys, and to enable those again',
  },
] as const satisfies readonly Permission[]

/** The name of an operation that may be called; anything else does not compile. */
export type AwsAction =
  | (typeof permissions)[number]['action']
  | (typeof trailBucketPermissions)[number]['operation']
  | (typeof pullPermissions)[number]['action']
