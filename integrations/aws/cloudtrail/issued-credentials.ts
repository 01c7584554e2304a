import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { parseAwsTime } from './aws-time.js'
import type { CloudTrailRecord } from './record-schema.js'
import { presentFields, textOf } from './record-values.js'

/**
 * Temporary credentials that the call handed out, by whatever operation: new ways to issue them keep the same shape. They
 * are a role's where a role was assumed; GetSessionToken's are the caller's own, GetFederationToken's are those of a
 * federated user, whose name stands for the session's. CreateAccessKey's key is long-term and no session: see
 * `createdIn`.
 */
export function issuedIn({ requestParameters, responseElements }: CloudTrailRecord): CloudTrailEvent['issued'] {
  const set = responseElements?.credentialSet?.[0]
  const { accessKeyId, expiration } = responseElements?.credentials ?? set?.credentials ?? {}
  if (accessKeyId === undefined) return undefined
  const sessionArn = (responseElements?.assumedRoleUser ?? set?.assumedRoleUser)?.arn
  const federated = responseElements?.federatedUser && textOf(requestParameters?.name)
  const sessionName = textOf(requestParameters?.roleSessionName) ?? sessionArn?.split('/').at(-1) ?? federated
  return {
    accessKeyId,
    ...presentFields({
      expiresAt: (expiration && parseAwsTime(expiration)) ?? undefined,
      roleArn: textOf(requestParameters?.roleArn) ?? set?.roleArn ?? sessionArn,
      sessionName: sessionName ?? responseElements?.federatedUser?.arn?.split('/').at(-1),
    }),
  }
}
