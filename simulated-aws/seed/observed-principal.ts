import { fieldOf, type Json, textOf } from '../json.js'
import { type TrailRecord, timeOf } from './trail-record.js'

/** A role or user as one record shows it. */
export type ObservedPrincipal = {
  readonly type: 'role' | 'user'
  readonly partition: string
  readonly accountId: string
  readonly name: string
  /** Only where the record has the entity's own ARN; the ARN of a session leaves the path out. */
  readonly path: string | undefined
  readonly uniqueId: string | undefined
  /** AKIA... of a user, ASIA... of a role's session; undefined where it is masked or of another kind. */
  readonly accessKeyId: string | undefined
  readonly session: { readonly name: string; readonly issuedAtMs: number | undefined } | undefined
}

/** The role or user that made a call; undefined for root, services, other accounts' bare mentions and the unreadable. */
export function callerOf({ userIdentity: identity, eventTime }: TrailRecord): ObservedPrincipal | undefined {
  const arn = parseEntityArn(textOf(fieldOf(identity, 'arn')))
  const issuer = fieldOf(identity, 'sessionContext', 'sessionIssuer')
  // A record may lack its type, or say Unknown; the ARN then tells.
  const stated = textOf(fieldOf(identity, 'type'))
  const type = stated === undefined || stated === 'Unknown' ? arn?.type : stated
  if (type === 'role' || type === 'AssumedRole') return roleCaller(identity, issuer, arn, textOf(eventTime))
  if (type === 'user' || type === 'IAMUser') return userCaller(identity, arn)
  // A federated session (GetFederationToken) acts within the permissions of its user.
  if (type === 'FederatedUser') return userCaller(issuer, parseEntityArn(textOf(fieldOf(issuer, 'arn'))))
  return undefined
}

function roleCaller(
  identity: Json | undefined,
  issuer: Json | undefined,
  sessionArn: EntityArn | undefined,
  eventTime: string | undefined,
): ObservedPrincipal | undefined {
  const arn = parseEntityArn(textOf(fieldOf(issuer, 'arn'))) ?? sessionArn
  if (arn?.type !== 'role') return undefined
  const [ownId, sessionName] = splitPrincipalId(textOf(fieldOf(identity, 'principalId')))
  const issuedAt = timeOf(textOf(fieldOf(identity, 'sessionContext', 'attributes', 'creationDate')))
  const name = sessionArn?.sessionName ?? sessionName
  return {
    ...arn,
    uniqueId: idOf('AROA', textOf(fieldOf(issuer, 'principalId'))) ?? idOf('AROA', ownId),
    accessKeyId: idOf('ASIA', textOf(fieldOf(identity, 'accessKeyId'))),
    session: name === undefined ? undefined : { name, issuedAtMs: issuedAt ?? timeOf(eventTime) },
  }
}

function userCaller(identity: Json | undefined, arn: EntityArn | undefined): ObservedPrincipal | undefined {
  const accountId = textOf(fieldOf(identity, 'accountId'))
  const name = textOf(fieldOf(identity, 'userName'))
  const known: EntityArn | undefined =
    arn?.type === 'user' || accountId === undefined || name === undefined
      ? arn
      : { type: 'user', partition: 'aws', accountId, name, path: undefined, sessionName: undefined }
  // What a failed console login writes instead of a name that is not a user's, since it may be a password.
  if (known?.type !== 'user' || known.name === 'HIDDEN_DUE_TO_SECURITY_REASONS') return undefined
  return {
    ...known,
    uniqueId: idOf('AIDA', textOf(fieldOf(identity, 'principalId'))),
    accessKeyId: idOf('AKIA', textOf(fieldOf(identity, 'accessKeyId'))),
    session: undefined,
  }
}

/** The role that an AssumeRole (or ...WithSAML, ...WithWebIdentity) was asked for, with the session that it gave. */
export function assumedRoleOf(record: TrailRecord): ObservedPrincipal | undefined {
  if (!/^AssumeRole(With|$)/.test(textOf(record.eventName) ?? '')) return undefined
  const arn = parseEntityArn(textOf(fieldOf(record, 'requestParameters', 'roleArn')))
  if (arn?.type !== 'role') return undefined
  const response = record.responseElements
  const assumed = parseEntityArn(textOf(fieldOf(response, 'assumedRoleUser', 'arn')))
  const [roleId, sessionName] = splitPrincipalId(textOf(fieldOf(response, 'assumedRoleUser', 'assumedRoleId')))
  const name = sessionName ?? textOf(fieldOf(record, 'requestParameters', 'roleSessionName'))
  const isSame = assumed === undefined || assumed.name === arn.name
  return {
    ...arn,
    uniqueId: isSame ? idOf('AROA', roleId) : undefined,
    accessKeyId: isSame ? idOf('ASIA', textOf(fieldOf(response, 'credentials', 'accessKeyId'))) : undefined,
    session: name === undefined ? undefined : { name, issuedAtMs: timeOf(textOf(record.eventTime)) },
  }
}

type EntityArn = Pick<ObservedPrincipal, 'type' | 'partition' | 'accountId' | 'name' | 'path'> & {
  readonly sessionName: string | undefined
}

/** Reads the ARN of a role, a user, or a role's session; undefined for anything else, an odd account number included. */
export function parseEntityArn(arn: string | undefined): EntityArn | undefined {
  const found = /^arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):(role|user|assumed-role)\/(.+)$/.exec(arn ?? '')
  if (found === null) return undefined
  const [, partition = '', accountId = '', kind, rest = ''] = found
  if (kind === 'assumed-role') {
    const [name = '', ...session] = rest.split('/')
    const sessionName = session.join('/')
    return {
      type: 'role',
      partition,
      accountId,
      name,
      path: undefined,
      sessionName: sessionName === '' ? undefined : sessionName,
    }
  }
  const slash = rest.lastIndexOf('/')
  const entity = { partition, accountId, name: rest.slice(slash + 1), path: `/${rest.slice(0, slash + 1)}` }
  return { type: kind === 'user' ? 'user' : 'role', ...entity, sessionName: undefined }
}

/** `AROA...:session` */
function splitPrincipalId(text: string | undefined): [string | undefined, string | undefined] {
  const [id, ...session] = (text ?? '').split(':')
  return [id, session.length === 0 ? undefined : session.join(':')]
}

/** A masked id (`AROA****`) would make two principals one. */
function idOf(prefix: string, text: string | undefined): string | undefined {
  return text?.startsWith(prefix) && /^[A-Z0-9]{16,32}$/.test(text) ? text : undefined
}
