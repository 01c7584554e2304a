import type { NamedPolicy } from '../policy/evaluate.js'
import type { PolicyHistory } from './policy-history.js'

/** What roles and users have in common: the policies that say what they may do. Documents are kept as they were written. */
export type PolicyHolder = {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createDate: Date
  readonly inlinePolicies: Map<string, string>
  /** ARN of the managed policy -> its name. */
  readonly attachedPolicies: Map<string, string>
  permissionsBoundaryArn: string | undefined
  readonly history: PolicyHistory
}

export type Role = PolicyHolder & {
  readonly kind: 'role'
  readonly roleId: string
  readonly description: string | undefined
  readonly maxSessionDurationSeconds: number
  trustPolicy: string
  readonly tags: Map<string, string>
  lastUsed: { date: Date; region: string } | undefined
}

export type AccessKey = {
  readonly id: string
  readonly secret: string
  readonly createDate: Date
  status: 'Active' | 'Inactive' | 'Expired'
}

export type User = PolicyHolder & {
  readonly kind: 'user'
  readonly userId: string
  readonly accessKeys: AccessKey[]
}

/** Temporary credentials of a role. They outlive every change of the role except its deletion. */
export type Session = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly issuedAt: Date
  readonly expiration: Date
  readonly roleId: string
  readonly sessionName: string
  /** `roleId:sessionName`: aws:userid in policies, principalId in CloudTrail. */
  readonly principalId: string
  readonly arn: string
  readonly sourceIdentity: string | undefined
  readonly sessionPolicies: NamedPolicy[]
}

export type ManagedPolicy = { readonly arn: string; readonly name: string; readonly document: string | undefined }
