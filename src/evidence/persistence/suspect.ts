import type { Severity } from '../detections/severity.js'

/** What was left behind, by what it lets somebody do later. */
export type PersistenceKind =
  | 'accessKey'
  | 'user'
  | 'role'
  | 'loginProfile'
  | 'trust'
  | 'grant'
  | 'instanceProfile'
  | 'rolesAnywhere'
  | 'federationToken'
  | 'serviceCredential'
  | 'mfaDevice'
  | 'identityProvider'
  | 'ssoAccess'
  | 'lambdaFunction'
  | 'sharedResource'
  | 'instance'
  | 'keyPair'
  | 'automation'

/**
 * Something that a suspected actor made or changed, and that outlives a block of the actor: to be looked at one by one. `name`, `what`,
 * `arn` and `by` come out of records, which are the attacker's words.
 */
export interface Suspect {
  readonly kind: PersistenceKind
  readonly severity: Severity
  /** The thing itself: a key id, a name. */
  readonly name: string
  /** In words: `access key AKIA… for user bo`. */
  readonly what: string
  readonly arn: string | null
  /** ARN of who made it; its name where records have no ARN. */
  readonly by: string
  /** `Actor.key` of who made it. */
  readonly byKey: string
  readonly at: string
  /** What to do about it. */
  readonly remedy: string
  /** `removed` where a later call took it away; else nobody knows from records alone. */
  readonly stillThere: 'unknown' | 'removed'
  /** Of what made it first, then of what took it away. */
  readonly eventIds: readonly string[]
}
