import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { EventMark, Mint } from './trail-facts.js'

/**
 * What a record hands out: temporary credentials by whatever operation, or a long-term key (CreateAccessKey). null for all
 * others, and for calls that failed.
 */
export function mintOf(event: CloudTrailEvent, mark: EventMark, actorKey: string): Mint | null {
  const { issued, created } = event
  if ((issued === undefined && created === undefined) || event.errorCode !== undefined) return null
  if (issued !== undefined) return { ...callerOf(event, mark, actorKey), ...sessionOf(event, issued) }
  if (created?.kind !== 'accessKey' || created.accessKeyId === undefined) return null
  return { ...callerOf(event, mark, actorKey), ...longTermKey(created.accessKeyId, userArn(event, created.userName)) }
}

function callerOf({ actor, ...event }: CloudTrailEvent, { eventId, atMs }: EventMark, actorKey: string) {
  return {
    eventId,
    atMs,
    eventName: event.eventName,
    eventSource: event.eventSource,
    sharedEventId: event.sharedEventId ?? null,
    recipientAccountId: event.accountId ?? null,
    actorKey,
    invokedBy: actor.invokedBy ?? null,
    parentAccessKeyId: actor.accessKeyId ?? null,
    parentPrincipalId: actor.principalId ?? null,
    parentIssuedAt: actor.sessionIssuedAt ?? null,
    sourceIp: event.sourceIp ?? null,
    userAgent: event.userAgent ?? null,
  }
}

function sessionOf(event: CloudTrailEvent, issued: NonNullable<CloudTrailEvent['issued']>) {
  const { kind, accessKeyId, assumedRoleId, roleArn, sessionName, expiresAt, provider, sourceIdentity } = issued
  const isOwn = kind === 'sessionToken' || kind === 'federationToken'
  const ownArn = event.actor.issuerArn ?? event.actor.arn
  return {
    kind,
    accessKeyId,
    assumedRoleId: assumedRoleId ?? null,
    ofArn: roleArn ?? (isOwn ? ownArn : event.target?.arn) ?? '',
    sessionName: sessionName ?? '',
    expiresAt: expiresAt ?? null,
    provider: provider ?? event.actor.identityProvider ?? null,
    sourceIdentity: sourceIdentity ?? event.actor.sourceIdentity ?? null,
  }
}

function longTermKey(accessKeyId: string, ofArn: string) {
  return {
    kind: 'accessKey' as const,
    accessKeyId,
    assumedRoleId: null,
    ofArn,
    sessionName: '',
    expiresAt: null,
    provider: null,
    sourceIdentity: null,
  }
}

/** The record names the user without its path. A key made for nobody in particular is the caller's own. */
function userArn({ actor, accountId, target }: CloudTrailEvent, userName: string | undefined): string {
  const isCaller = userName === undefined || userName.toLowerCase() === actor.userName?.toLowerCase()
  if (isCaller && actor.issuerArn === undefined) return actor.arn ?? ''
  if (target?.type === 'user' && target.arn !== undefined) return target.arn
  const account = accountId ?? actor.accountId
  if (userName === undefined || account === undefined) return ''
  return `arn:${actor.arn?.split(':')[1] ?? 'aws'}:iam::${account}:user/${userName}`
}
