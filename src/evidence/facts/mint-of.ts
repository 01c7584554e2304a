import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from './counted-call.js'
import type { EventMark, Mint } from './trail-facts.js'

/** What a record alone tells of the credential that it hands out; the rest of a `Mint` is told by the call. */
export type HandedOut = Pick<
  Mint,
  | 'kind'
  | 'accessKeyId'
  | 'assumedRoleId'
  | 'ofArn'
  | 'sessionName'
  | 'expiresAt'
  | 'provider'
  | 'sourceIdentity'
  | 'sharedEventId'
>

/**
 * What a record hands out: temporary credentials by whatever operation, or a long-term key (CreateAccessKey). null for all
 * others, and for calls that failed.
 */
export function handedOutBy(event: CloudTrailEvent): HandedOut | null {
  const { issued, created, actor } = event
  if ((issued === undefined && created === undefined) || event.errorCode !== undefined) return null
  const isKey = created?.kind === 'accessKey' && created.accessKeyId !== undefined
  if (issued === undefined && !isKey) return null
  return {
    kind: issued?.kind ?? 'accessKey',
    accessKeyId: issued?.accessKeyId ?? created?.accessKeyId ?? '',
    assumedRoleId: issued?.assumedRoleId ?? null,
    ofArn: issued === undefined ? userArn(event, created?.userName) : roleArn(event, issued),
    sessionName: issued?.sessionName ?? '',
    expiresAt: issued?.expiresAt ?? null,
    provider: (issued && (issued.provider ?? actor.identityProvider)) ?? null,
    sourceIdentity: (issued && (issued.sourceIdentity ?? actor.sourceIdentity)) ?? null,
    sharedEventId: event.sharedEventId ?? null,
  }
}

export function mintOf(event: CloudTrailEvent, mark: EventMark, actorKey: string): Mint | null {
  const handedOut = handedOutBy(event)
  return handedOut === null ? null : mintBy(event, handedOut, mark, actorKey)
}

/**
 * The mint of a call that hands this out. Written out, since a log may have as many of them as of anything else: putting one
 * together from parts took longer than reading the record's JSON.
 */
export function mintBy(
  call: Omit<CountedCall, 'eventId'>,
  handedOut: HandedOut,
  mark: EventMark,
  actorKey: string,
): Mint {
  const { actor } = call
  return {
    eventId: mark.eventId,
    atMs: mark.atMs,
    eventName: call.eventName,
    eventSource: call.eventSource,
    kind: handedOut.kind,
    accessKeyId: handedOut.accessKeyId,
    assumedRoleId: handedOut.assumedRoleId,
    ofArn: handedOut.ofArn,
    sessionName: handedOut.sessionName,
    expiresAt: handedOut.expiresAt,
    provider: handedOut.provider,
    sourceIdentity: handedOut.sourceIdentity,
    sharedEventId: handedOut.sharedEventId,
    recipientAccountId: call.accountId ?? null,
    actorKey,
    invokedBy: actor.invokedBy ?? null,
    parentAccessKeyId: actor.accessKeyId ?? null,
    parentPrincipalId: actor.principalId ?? null,
    parentIssuedAt: actor.sessionIssuedAt ?? null,
    sourceIp: call.sourceIp ?? null,
    userAgent: call.userAgent ?? null,
  }
}

function roleArn(event: CloudTrailEvent, { kind, roleArn: said }: NonNullable<CloudTrailEvent['issued']>): string {
  const isOwn = kind === 'sessionToken' || kind === 'federationToken'
  const ownArn = event.actor.issuerArn ?? event.actor.arn
  return said ?? (isOwn ? ownArn : event.target?.arn) ?? ''
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
