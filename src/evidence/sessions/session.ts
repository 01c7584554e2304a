/**
 * What kind of credential it is, which also says how long it can live:
 * `longTermKey` an access key of a user or of root; `role` by AssumeRole of a person, a program or another role;
 * `instanceProfile` an instance's role, by its metadata service; `service` a role that a service assumed for itself;
 * `saml`, `webIdentity`, `identityCenter`, `rolesAnywhere` by the provider of that name; `sessionToken`, `federationToken` a
 * user's own tokens; `console` follows a sign-in to the console; `userSession` temporary credentials of a user or of root whose
 * issue no record shows (the console, a service on the user's behalf, a token from before); `root` by AssumeRoot; `other` by an
 * operation that is not known here.
 */
export type SessionKind =
  | 'longTermKey'
  | 'role'
  | 'instanceProfile'
  | 'service'
  | 'saml'
  | 'webIdentity'
  | 'identityCenter'
  | 'rolesAnywhere'
  | 'sessionToken'
  | 'federationToken'
  | 'console'
  | 'userSession'
  | 'root'
  | 'other'

/**
 * One credential: what it was used for in the scope, and where it came from. Times are ISO. Names, addresses and agents come
 * out of records: they are the attacker's words.
 */
export interface Session {
  /** Tells it from the others of the same facts: key ids alone repeat. */
  readonly id: string
  /** `id` of the session that it was asked for with; null where that was no credential, or none that records show. */
  readonly parentId: string | null
  /** '' where no record has it. */
  readonly accessKeyId: string
  /** The records of its calls lack the key id: it is that of the issue which fits by principal and moment. */
  readonly isKeyInferred: boolean
  readonly principalId: string
  readonly kind: SessionKind
  /** ARN of the role or user that the credential acts as; its name where records have no ARN. */
  readonly principal: string
  /** `Actor.key` of it. */
  readonly principalKey: string
  /** '' for keys. */
  readonly sessionName: string
  /** The operation that issued it (`AssumeRole`, `CreateAccessKey`, `ConsoleLogin`); null where no record shows it. */
  readonly issuedBy: string | null
  readonly issuedEventId: string | null
  readonly issuedAt: string | null
  /** Who asked for it: an ARN, a service's name, or what else the record has; null where no record shows it. */
  readonly parent: string | null
  readonly parentKey: string | null
  readonly parentAccessKeyId: string | null
  /**
   * The parent is told by the shape of the session (an instance's id, an Identity Center role), by its sign-in, or by the record of
   * another key of the same session, not by a record of this one.
   */
  readonly isParentInferred: boolean
  /** The parent is of another account. */
  readonly external: boolean
  /** The record of the caller's account is missing, so the chain may go on there. */
  readonly unresolved: boolean
  /** The service that acts with it on somebody's behalf. */
  readonly invokedBy: string | null
  /** The SAML or OIDC provider, or the Roles Anywhere trust anchor. */
  readonly provider: string | null
  readonly sourceIdentity: string | null
  /** null for long-term keys, and where no record shows it. */
  readonly expiresAt: string | null
  /** When the key was deleted or switched off, as far as records show. */
  readonly endedAt: string | null
  /** null where it was not used in the scope. */
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly calls: number
  /** Of `calls`, those that failed. */
  readonly errors: number
  readonly sourceIps: readonly string[]
  readonly userAgents: readonly string[]
  /** The record of its issue first, then the earliest of its calls; an investigation adds up to ten that tell what was done. */
  readonly eventIds: readonly string[]
}
