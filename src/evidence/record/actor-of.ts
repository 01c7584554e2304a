import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from '../facts/counted-call.js'
import type { Actor, ActorType } from '../facts/trail-facts.js'
import { actorKey } from './actor-key.js'
import { lastSegment } from './record-values.js'

/** What of a record tells its caller. */
export type CallerEvent = Pick<CountedCall, 'actor' | 'accountId' | 'sourceIp' | 'eventSource'>

/**
 * Who made a call, as far as a policy can be put on it: a session counts for its role, a user's own token for the user, a
 * federated user for itself with its issuer beside it. Records of one actor give one key, whether or not they tell the
 * role's path, the session or the unique id; records that tell nothing are one unknown actor an account.
 */
export function actorOf(event: CallerEvent | CloudTrailEvent): Actor {
  const { actor } = event
  switch (actor.type) {
    case 'AssumedRole':
    case 'Role':
      return roleOf(event)
    case 'IAMUser':
      return userOf(event)
    case 'Root':
      return rootOf(event)
    case 'FederatedUser':
      return federatedUserOf(event)
    case 'SAMLUser':
      return named('samlUser', event, actor.userName ?? actor.principalId ?? '')
    case 'WebIdentityUser':
      return named('webIdentityUser', event, actor.userName ?? actor.principalId ?? '')
    case 'IdentityCenterUser':
      return named('identityCenterUser', event, actor.onBehalfOfUserId ?? actor.userName ?? actor.principalId ?? '')
    case 'AWSAccount':
      return foreignOf(event)
    case 'AWSService':
      return build('service', '', actor.invokedBy ?? event.sourceIp ?? event.eventSource, '', null)
    default:
      return unknownOf(event)
  }
}

/** True for a service that gives no name: it is told by the address or the service of each call (see `actorOf`). */
export function isToldByItsCalls({ type, invokedBy }: CallerEvent['actor']): boolean {
  return type === 'AWSService' && invokedBy === undefined
}

const sessionArn = /^arn:([^:]*):sts::([^:]*):assumed-role\/([^/]+)/

/** The issuer has the role's path; a session's ARN has lost it, and the caller's account is all that a bare id leaves. */
function roleOf(event: CallerEvent): Actor {
  const { actor } = event
  const uniqueId = uniqueIdOf(actor.issuerId) ?? uniqueIdOf(actor.principalId)
  const roleArn = actor.issuerArn?.includes(':role/')
    ? actor.issuerArn
    : actor.arn?.includes(':role/')
      ? actor.arn
      : null
  if (roleArn !== null) return build('role', roleArn, lastSegment(roleArn), accountIn(roleArn), uniqueId)
  const [, partition, account, role] = sessionArn.exec(actor.arn ?? '') ?? []
  if (account !== undefined && role !== undefined) {
    return build('role', `arn:${partition}:iam::${account}:role/${role}`, role, account, uniqueId)
  }
  return uniqueId === null ? unknownOf(event) : build('role', '', uniqueId, accountOf(event), uniqueId)
}

/** A sign-in that failed may hide the name: nobody can tell whose it was. */
function userOf(event: CallerEvent): Actor {
  const { actor } = event
  const uniqueId = uniqueIdOf(actor.principalId)
  if (actor.arn?.includes(':user/')) {
    return build('user', actor.arn, lastSegment(actor.arn), accountIn(actor.arn), uniqueId)
  }
  const name = actor.userName ?? uniqueId
  return name === null ? unknownOf(event) : build('user', '', name, accountOf(event), uniqueId)
}

function rootOf(event: CallerEvent): Actor {
  const { arn, principalId } = event.actor
  const account = arn?.endsWith(':root') ? accountIn(arn) : (event.actor.accountId ?? principalId ?? accountOf(event))
  return build('root', arn ?? '', 'root', account, null)
}

function federatedUserOf(event: CallerEvent): Actor {
  const { arn, principalId, issuerArn } = event.actor
  const id = principalId ?? ''
  const name = arn?.includes(':federated-user/') ? lastSegment(arn) : id.slice(id.indexOf(':') + 1)
  return { ...build('federatedUser', arn ?? '', name, accountOf(event), null), issuerArn: issuerArn ?? null }
}

/** Seen from the side that was called, another account's principal is an id without a name. */
function foreignOf(event: CallerEvent): Actor {
  const { principalId, arn } = event.actor
  const uniqueId = uniqueIdOf(principalId)
  const account = accountOf(event)
  return build('account', arn ?? '', uniqueId ?? account, account, uniqueId)
}

/** Records say the session's ARN and no type where a service forwards a call: the ARN is enough to tell. */
function unknownOf(event: CallerEvent): Actor {
  const { arn, userName, principalId } = event.actor
  return build('unknown', arn ?? '', arn ?? userName ?? principalId ?? '', accountOf(event), uniqueIdOf(principalId))
}

function named(type: ActorType, event: CallerEvent, name: string): Actor {
  const { arn } = event.actor
  return build(type, arn ?? '', name, accountOf(event), null)
}

/** IAM takes names of one account that differ in case alone for the same. */
function build(type: ActorType, arn: string, name: string, accountId: string, uniqueId: string | null): Actor {
  return { key: actorKey({ type, accountId, name }), type, arn, name, accountId, uniqueId, issuerArn: null }
}

function accountOf({ actor, accountId }: CallerEvent): string {
  return actor.accountId ?? (actor.arn === undefined ? undefined : accountIn(actor.arn)) ?? accountId ?? ''
}

/** The fifth part of an ARN, without making the others. */
function accountIn(arn: string): string {
  let start = 0
  for (let colons = 0; colons < 4; colons++) {
    start = arn.indexOf(':', start) + 1
    if (start === 0) return ''
  }
  const end = arn.indexOf(':', start)
  return end === -1 ? '' : arn.slice(start, end)
}

/** `AROA…` of `AROA…:session`; null for what is no unique id of a role or a user. */
function uniqueIdOf(principalId: string | undefined): string | null {
  if (principalId === undefined) return null
  const colon = principalId.indexOf(':')
  const id = colon === -1 ? principalId : principalId.slice(0, colon)
  return id.startsWith('AROA') || id.startsWith('AIDA') ? id : null
}
