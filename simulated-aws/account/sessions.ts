import { type Account, findRoleById } from './account.js'
import type { AccessKey, Role, Session, User } from './entities.js'
import { derivedSecret, randomId } from './identifiers.js'

export type NewSession = {
  role: Role
  sessionName: string
  durationSeconds: number
  sourceIdentity?: string | undefined
  sessionPolicies?: Session['sessionPolicies']
  /** Absent: random ones. Present: those of a log that the account was seeded from. */
  accessKeyId?: string
  issuedAt?: Date
}

export function issueSession(account: Account, request: NewSession): Session {
  const { role, sessionName } = request
  const issuedAt = request.issuedAt ?? account.now()
  const accessKeyId = request.accessKeyId ?? randomId('ASIA', account.random)
  const session: Session = {
    accessKeyId,
    secretAccessKey: account.random(30).toString('base64'),
    sessionToken: account.random(120).toString('base64'),
    // CloudTrail and aws:TokenIssueTime know whole seconds only.
    issuedAt: new Date(Math.floor(issuedAt.getTime() / 1000) * 1000),
    expiration: new Date(Math.ceil(issuedAt.getTime() / 1000 + request.durationSeconds) * 1000),
    roleId: role.roleId,
    sessionName,
    principalId: `${role.roleId}:${sessionName}`,
    arn: `arn:${account.partition}:sts::${account.accountId}:assumed-role/${role.name}/${sessionName}`,
    sourceIdentity: request.sourceIdentity,
    sessionPolicies: request.sessionPolicies ?? [],
  }
  account.sessions.set(accessKeyId, session)
  return session
}

export type Caller =
  | { readonly kind: 'user'; readonly user: User; readonly key: AccessKey }
  | { readonly kind: 'session'; readonly role: Role; readonly session: Session }

export type CallerLookup =
  | { readonly ok: true; readonly caller: Caller; readonly secret: string; readonly sessionToken: string | undefined }
  | { readonly ok: false; readonly reason: 'unknown' | 'inactive' | 'expired' }

/** Who holds an access key. A session dies with its role, even where another of the same name has been created since. */
export function lookUpCaller(account: Account, accessKeyId: string): CallerLookup {
  const session = account.sessions.get(accessKeyId)
  if (session !== undefined) return sessionCaller(account, session)
  for (const user of account.users.values()) {
    const key = user.accessKeys.find(({ id }) => id === accessKeyId)
    if (key === undefined) continue
    if (key.status !== 'Active') return { ok: false, reason: 'inactive' }
    return { ok: true, caller: { kind: 'user', user, key }, secret: key.secret, sessionToken: undefined }
  }
  return { ok: false, reason: 'unknown' }
}

function sessionCaller(account: Account, session: Session): CallerLookup {
  const role = findRoleById(account, session.roleId)
  if (role === undefined) return { ok: false, reason: 'unknown' }
  if (session.expiration <= account.now()) return { ok: false, reason: 'expired' }
  return {
    ok: true,
    caller: { kind: 'session', role, session },
    secret: session.secretAccessKey,
    sessionToken: session.sessionToken,
  }
}

export function callerArn(caller: Caller): string {
  return caller.kind === 'user' ? caller.user.arn : caller.session.arn
}

export function callerAccessKeyId(caller: Caller): string {
  return caller.kind === 'user' ? caller.key.id : caller.session.accessKeyId
}

/** The secret of a seeded key whose seed does not give one. */
export function seededSecret(accountId: string, keyId: string): string {
  return derivedSecret(accountId, keyId)
}
