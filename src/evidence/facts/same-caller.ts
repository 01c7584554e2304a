import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'

/** Whether two records say the same of their caller, word for word. */
export function isSameCaller(a: CloudTrailEvent['actor'], b: CloudTrailEvent['actor']): boolean {
  if (a === b) return true
  return (
    a.accessKeyId === b.accessKeyId &&
    a.principalId === b.principalId &&
    a.type === b.type &&
    a.arn === b.arn &&
    a.issuerArn === b.issuerArn &&
    a.issuerId === b.issuerId &&
    a.issuerType === b.issuerType &&
    a.sessionIssuedAt === b.sessionIssuedAt &&
    a.userName === b.userName &&
    a.accountId === b.accountId &&
    a.invokedBy === b.invokedBy &&
    a.sourceIdentity === b.sourceIdentity &&
    a.mfa === b.mfa &&
    a.identityProvider === b.identityProvider &&
    a.ec2RoleDelivery === b.ec2RoleDelivery &&
    a.onBehalfOfUserId === b.onBehalfOfUserId
  )
}
