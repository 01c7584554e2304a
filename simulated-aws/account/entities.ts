import type { JsonObject } from '../json.js'
import type { NamedPolicy } from '../policy/evaluate.js'
import type { DelayedValue } from './delayed-value.js'
import type { PolicyHistory } from './policy-history.js'

/** What roles, users and groups have in common: policies. Documents are kept as they were written. */
export type PolicyHolder = {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createDate: Date
  readonly inlinePolicies: Map<string, string>
  /** ARN of the managed policy -> its name. */
  readonly attachedPolicies: Map<string, string>
}

/** What roles and users have in common: they make calls. */
export type PrincipalEntity = PolicyHolder & {
  permissionsBoundaryArn: string | undefined
  readonly tags: Map<string, string>
  readonly history: PolicyHistory
}

export type Role = PrincipalEntity & {
  readonly kind: 'role'
  readonly roleId: string
  readonly description: string | undefined
  readonly maxSessionDurationSeconds: number
  trustPolicy: string
  lastUsed: { date: Date; region: string } | undefined
}

export type KeyStatus = 'Active' | 'Inactive' | 'Expired'

export type AccessKey = {
  readonly id: string
  readonly secret: string
  readonly createDate: Date
  /** What the API reports. */
  status: KeyStatus
  /** What authentication goes by. A deleted key is not listed any more and works until its deletion is enforced. */
  readonly enforced: DelayedValue<KeyStatus | 'Deleted'>
  isDeleted: boolean
  lastUsed: { date: Date; service: string; region: string } | undefined
}

/** That a user may sign in to the console. Passwords are not kept: nothing here signs in. */
export type LoginProfile = { readonly createDate: Date; readonly isPasswordResetRequired: boolean }

export type User = PrincipalEntity & {
  readonly kind: 'user'
  readonly userId: string
  readonly accessKeys: AccessKey[]
  /** Gone from the API's lists, and perhaps still in force. */
  deletedKeys: AccessKey[]
  loginProfile: LoginProfile | undefined
}

export type Group = PolicyHolder & {
  readonly kind: 'group'
  readonly groupId: string
  readonly members: Set<User>
}

export type InstanceProfile = {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly instanceProfileId: string
  readonly createDate: Date
  role: Role | undefined
}

type TemporaryCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly issuedAt: Date
  readonly expiration: Date
}

/** Temporary credentials of a role. They outlive every change of the role except its deletion. */
export type RoleSession = TemporaryCredentials & {
  readonly kind: 'role'
  readonly roleId: string
  readonly sessionName: string
  /** `roleId:sessionName`: aws:userid in policies, principalId in CloudTrail. */
  readonly principalId: string
  readonly arn: string
  readonly sourceIdentity: string | undefined
  readonly sessionPolicies: NamedPolicy[]
}

/** What GetSessionToken gives: the user's own permissions, whatever becomes of the key that it was called with. */
export type UserSession = TemporaryCredentials & { readonly kind: 'user'; readonly userId: string }

/** What GetFederationToken gives. It outlives the user's keys, and ends with the user. */
export type FederatedSession = TemporaryCredentials & {
  readonly kind: 'federated'
  readonly userId: string
  readonly name: string
  /** `accountId:name` */
  readonly principalId: string
  readonly arn: string
  /** At least one: a federated session without a session policy is allowed nothing. */
  readonly sessionPolicies: NamedPolicy[]
  /** Exchanged for a console session (the federation endpoint), which alone may call IAM. */
  readonly isConsole: boolean
}

export type Session = RoleSession | UserSession | FederatedSession

export type ManagedPolicy = {
  readonly arn: string
  readonly name: string
  readonly policyId: string
  readonly path: string
  readonly createDate: Date
  readonly description: string | undefined
  /** Of the default version, which is the one that counts. */
  versionId: string
  document: PolicyVersion['document']
  /** The oldest first, at most five. */
  readonly versions: PolicyVersion[]
  /** The number of the newest that there ever was: IAM does not give one twice. */
  newestVersion: number
}

export type PolicyVersion = {
  /** `v2` */
  readonly versionId: string
  readonly createDate: Date
  /** undefined: a seed attaches a policy whose text it does not give. */
  readonly document: string | undefined
}

/** A CloudTrail trail, which copies events to a bucket. LookupEvents does not depend on there being one. */
export type ConfiguredTrail = TrailSettings & {
  readonly name: string
  readonly arn: string
  isMultiRegion: boolean
  isLogging: boolean
  /** When it logged, by its own switches: what happened in between is in no file and no log group of it. */
  readonly loggingPeriods: { readonly fromMs: number; toMs: number }[]
  /** The log group of CloudWatch Logs that it writes to beside the bucket; undefined: none. */
  readonly logGroupName: string | undefined
  /** What it was set to before, the oldest first: what was delivered then stays what it was. */
  readonly earlier: (Readonly<TrailSettings> & { readonly untilMs: number })[]
}

/** What decides which records a trail delivers, and where to. */
export type TrailSettings = {
  s3BucketName: string
  includesGlobalServiceEvents: boolean
  /** Log file validation: whether it writes digest files. */
  validatesLogFiles: boolean
  /** As PutEventSelectors was given them; undefined: the default, all management events. */
  eventSelectors: JsonObject[] | undefined
}
