import { assertNever } from '../assert-never.js'
import { type Account, findRoleById, findUserById } from './account.js'
import type { AccessKey, FederatedSession, Role, RoleSession, Session, User, UserSession } from './entities.js'

export type Caller =
  | { readonly kind: 'user'; readonly user: User; readonly key: AccessKey }
  | { readonly kind: 'session'; readonly role: Role; readonly session: RoleSession }
  | { readonly kind: 'userSession'; readonly user: User; readonly session: UserSession }
  | { readonly kind: 'federated'; readonly user: User; readonly session: FederatedSession }

export type CallerLookup =
  | { readonly ok: true; readonly caller: Caller; readonly secret: string; readonly sessionToken: string | undefined }
  | { readonly ok: false; readonly reason: 'unknown' | 'inactive' | 'expired' }

/**
 * Who holds an access key. A session dies with its role or user, even where another of the same name has been created
 * since; it outlives the key that it was asked for with.
 */
export function lookUpCaller(account: Account, accessKeyId: string): CallerLookup {
  const session = account.sessions.get(accessKeyId)
  if (session !== undefined) return sessionLookup(account, session)
  for (const user of account.users.values()) {
    const key = [...user.accessKeys, ...user.deletedKeys].find(({ id }) => id === accessKeyId)
    if (key !== undefined) return keyLookup(account, user, key)
  }
  return { ok: false, reason: 'unknown' }
}

function keyLookup(account: Account, user: User, key: AccessKey): CallerLookup {
  if (key.enforced.inForceAt(account.now().getTime()) !== 'Active') return { ok: false, reason: 'inactive' }
  return { ok: true, caller: { kind: 'user', user, key }, secret: key.secret, sessionToken: undefined }
}

function sessionLookup(account: Account, session: Session): CallerLookup {
  const caller = sessionCaller(account, session)
  if (caller === undefined) return { ok: false, reason: 'unknown' }
  if (session.expiration <= account.now()) return { ok: false, reason: 'expired' }
  return { ok: true, caller, secret: session.secretAccessKey, sessionToken: session.sessionToken }
}

function sessionCaller(account: Account, session: Session): Caller | undefined {
  if (session.kind === 'role') {
    const role = findRoleById(account, session.roleId)
    return role && { kind: 'session', role, session }
  }
  const user = findUserById(account, session.userId)
  if (user === undefined) return undefined
  return session.kind === 'user' ? { kind: 'userSession', user, session } : { kind: 'federated', user, session }
}

/** Whose policies decide. */
export function callerPrincipal(caller: Caller): Role | User {
  return caller.kind === 'session' ? caller.role : caller.user
}

export function callerArn(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
    case 'userSession':
      return caller.user.arn
    case 'session':
    case 'federated':
      return caller.session.arn
    default:
      return assertNever(caller)
  }
}

/** UserId of GetCallerIdentity, aws:userid in policies, principalId in CloudTrail. */
export function callerUserId(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
    case 'userSession':
      return caller.user.userId
    case 'session':
    case 'federated':
      return caller.session.principalId
    default:
      return assertNever(caller)
  }
}

export function callerAccessKeyId(caller: Caller): string {
  return caller.kind === 'user' ? caller.key.id : caller.session.accessKeyId
}

/** AWS keeps the last use of long-term keys and of roles. A denied call is a use as well. */
export function noteUse(account: Account, caller: Caller, call: { service: string; region: string }): void {
  const date = account.now()
  if (caller.kind === 'session') caller.role.lastUsed = { date, region: call.region }
  if (caller.kind === 'user') caller.key.lastUsed = { date, service: call.service, region: call.region }
}
