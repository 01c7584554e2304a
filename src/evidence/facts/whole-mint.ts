import type { Mint } from './trail-facts.js'

/** A copy with fields of its own: to be kept, compared or spread. */
export function wholeMint(mint: Mint): Mint {
  return {
    eventId: mint.eventId,
    atMs: mint.atMs,
    eventName: mint.eventName,
    eventSource: mint.eventSource,
    kind: mint.kind,
    accessKeyId: mint.accessKeyId,
    assumedRoleId: mint.assumedRoleId,
    ofArn: mint.ofArn,
    sessionName: mint.sessionName,
    expiresAt: mint.expiresAt,
    provider: mint.provider,
    sourceIdentity: mint.sourceIdentity,
    sharedEventId: mint.sharedEventId,
    recipientAccountId: mint.recipientAccountId,
    actorKey: mint.actorKey,
    invokedBy: mint.invokedBy,
    parentAccessKeyId: mint.parentAccessKeyId,
    parentPrincipalId: mint.parentPrincipalId,
    parentIssuedAt: mint.parentIssuedAt,
    sourceIp: mint.sourceIp,
    userAgent: mint.userAgent,
  }
}
