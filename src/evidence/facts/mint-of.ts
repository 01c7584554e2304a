import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { TextPool } from './text-pool.js'
import type { EventMark, Mint } from './trail-facts.js'

/**
 * What a record hands out: temporary credentials by whatever operation, or a long-term key (CreateAccessKey). null for all
 * others, and for calls that failed. Written out, since a log may have as many of them as of anything else: putting one together
 * from parts took longer than reading the record's JSON. Texts that many of them have in common are `pool`'s.
 */
export function mintOf(event: CloudTrailEvent, mark: EventMark, actorKey: string, pool = new TextPool()): Mint | null {
  const { issued, created, actor } = event
  if ((issued === undefined && created === undefined) || event.errorCode !== undefined) return null
  const isKey = created?.kind === 'accessKey' && created.accessKeyId !== undefined
  if (issued === undefined && !isKey) return null
  const accessKeyId = issued?.accessKeyId ?? created?.accessKeyId ?? ''
  return {
    eventId: mark.eventId,
    atMs: mark.atMs,
    eventName: pool.same(event.eventName),
    eventSource: pool.same(event.eventSource),
    kind: issued?.kind ?? 'accessKey',
    accessKeyId,
    assumedRoleId: pool.sameOrNull(issued?.assumedRoleId),
    ofArn: pool.same(issued === undefined ? userArn(event, created?.userName) : roleArn(event, issued)),
    sessionName: pool.same(issued?.sessionName ?? ''),
    expiresAt: pool.sameOrNull(issued?.expiresAt),
    provider: pool.sameOrNull(issued && (issued.provider ?? actor.identityProvider)),
    sourceIdentity: pool.sameOrNull(issued && (issued.sourceIdentity ?? actor.sourceIdentity)),
    sharedEventId: event.sharedEventId ?? null,
    recipientAccountId: pool.sameOrNull(event.accountId),
    actorKey,
    invokedBy: pool.sameOrNull(actor.invokedBy),
    parentAccessKeyId: pool.sameOrNull(actor.accessKeyId),
    parentPrincipalId: pool.sameOrNull(actor.principalId),
    parentIssuedAt: pool.sameOrNull(actor.sessionIssuedAt),
    sourceIp: pool.sameOrNull(event.sourceIp),
    userAgent: pool.sameOrNull(event.userAgent),
  }
}

/** The same with the texts of `pool`: what comes from another thread has copies of its own. */
export function pooledMint(mint: Mint, pool: TextPool): Mint {
  return {
    eventId: mint.eventId,
    atMs: mint.atMs,
    eventName: pool.same(mint.eventName),
    eventSource: pool.same(mint.eventSource),
    kind: mint.kind,
    accessKeyId: mint.accessKeyId,
    assumedRoleId: pool.sameOrNull(mint.assumedRoleId),
    ofArn: pool.same(mint.ofArn),
    sessionName: pool.same(mint.sessionName),
    expiresAt: pool.sameOrNull(mint.expiresAt),
    provider: pool.sameOrNull(mint.provider),
    sourceIdentity: pool.sameOrNull(mint.sourceIdentity),
    sharedEventId: mint.sharedEventId,
    recipientAccountId: pool.sameOrNull(mint.recipientAccountId),
    actorKey: pool.same(mint.actorKey),
    invokedBy: pool.sameOrNull(mint.invokedBy),
    parentAccessKeyId: pool.sameOrNull(mint.parentAccessKeyId),
    parentPrincipalId: pool.sameOrNull(mint.parentPrincipalId),
    parentIssuedAt: pool.sameOrNull(mint.parentIssuedAt),
    sourceIp: pool.sameOrNull(mint.sourceIp),
    userAgent: pool.sameOrNull(mint.userAgent),
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
