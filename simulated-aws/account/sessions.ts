import type { NamedPolicy } from '../policy/evaluate.js'
import { type Account, silentPolicy } from './account.js'
import type { FederatedSession, Role, RoleSession, User, UserSession } from './entities.js'
import { randomId } from './identifiers.js'

export type NewSession = {
  role: Role
  sessionName: string
  durationSeconds: number
  sourceIdentity?: string | undefined
  sessionPolicies?: NamedPolicy[]
  /** Absent: random ones. Present: those of a log that the account was seeded from. */
  accessKeyId?: string
  issuedAt?: Date
}

/** What AssumeRole gives. Asks nobody whether it may. */
export function issueSession(account: Account, request: NewSession): RoleSession {
  const { role, sessionName } = request
  const session: RoleSession = {
    ...credentials(account, request),
    kind: 'role',
    roleId: role.roleId,
    sessionName,
    principalId: `${role.roleId}:${sessionName}`,
    arn: `arn:${account.partition}:sts::${account.accountId}:assumed-role/${role.name}/${sessionName}`,
    sourceIdentity: request.sourceIdentity,
    sessionPolicies: request.sessionPolicies ?? [],
  }
  account.sessions.set(session.accessKeyId, session)
  return session
}

/** What GetSessionToken gives. Asks nobody whether it may. */
export function issueUserSession(account: Account, request: { user: User; durationSeconds: number }): UserSession {
  const session: UserSession = { ...credentials(account, request), kind: 'user', userId: request.user.userId }
  account.sessions.set(session.accessKeyId, session)
  return session
}

export type NewFederatedSession = {
  user: User
  name: string
  durationSeconds: number
  /** None: the session is allowed nothing. */
  sessionPolicies: NamedPolicy[]
  /** The session is one of the console, which the federation endpoint makes of such credentials. Default: false. */
  isConsole?: boolean
}

/** What GetFederationToken gives. Asks nobody whether it may. */
export function issueFederatedSession(account: Account, request: NewFederatedSession): FederatedSession {
  const { user, name, sessionPolicies } = request
  const session: FederatedSession = {
    ...credentials(account, request),
    kind: 'federated',
    userId: user.userId,
    name,
    principalId: `${account.accountId}:${name}`,
    arn: `arn:${account.partition}:sts::${account.accountId}:federated-user/${name}`,
    sessionPolicies: sessionPolicies.length === 0 ? [silentPolicy('no session policy')] : sessionPolicies,
    isConsole: request.isConsole ?? false,
  }
  account.sessions.set(session.accessKeyId, session)
  return session
}

function credentials(account: Account, request: Pick<NewSession, 'durationSeconds' | 'accessKeyId' | 'issuedAt'>) {
  const issuedAt = request.issuedAt ?? account.now()
  return {
    accessKeyId: request.accessKeyId ?? randomId('ASIA', account.random),
    secretAccessKey: account.random(30).toString('base64'),
    sessionToken: account.random(120).toString('base64'),
    // CloudTrail and aws:TokenIssueTime know whole seconds only.
    issuedAt: new Date(Math.floor(issuedAt.getTime() / 1000) * 1000),
    expiration: new Date(Math.ceil(issuedAt.getTime() / 1000 + request.durationSeconds) * 1000),
  }
}
