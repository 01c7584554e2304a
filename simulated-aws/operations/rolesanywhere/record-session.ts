import type { Account } from '../../account/account.js'
import { randomUuid } from '../../account/identifiers.js'
import type { JsonObject } from '../../json.js'
import type { Reply } from '../../pipeline/call.js'
import { seconds } from '../../pipeline/record.js'
import { anywhereOf } from './anywhere-state.js'
import type { SessionCall } from './create-session.js'

/**
 * The CloudTrail record of a CreateSession, issued or refused. The caller is a certificate and no principal of IAM: its subject
 * stands in the identity, where Roles Anywhere knows it.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/logging-using-cloudtrail.html
 */
export function recordSession(account: Account, call: SessionCall, reply: Reply): void {
  const { asked, certificate, region, requestId, sourceIp, userAgent } = call
  const now = account.now()
  const x509Subject = certificate.subject.split('\n').reverse().join(',')
  const subject = [...anywhereOf(account).subjects.values()].find((one) => one.x509Subject === x509Subject)
  const record: JsonObject = {
    eventVersion: '1.09',
    userIdentity: {
      type: 'Unknown',
      principalId: certificate.serialNumber.toLowerCase(),
      ...(subject !== undefined && { arn: subject.arn }),
      accountId: account.accountId,
    },
    eventTime: seconds(now),
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName: 'CreateSession',
    awsRegion: region,
    sourceIPAddress: sourceIp,
    userAgent: userAgent.slice(0, 1024),
    ...(!reply.ok && { errorCode: reply.error.recordedCode ?? reply.error.code, errorMessage: reply.error.message }),
    requestParameters: {
      cert: certificate.raw.toString('base64'),
      ...(asked.durationSeconds !== undefined && { durationSeconds: asked.durationSeconds }),
      profileArn: asked.profileArn,
      roleArn: asked.roleArn,
      ...(asked.roleSessionName !== undefined && { roleSessionName: asked.roleSessionName }),
      trustAnchorArn: asked.trustAnchorArn,
    },
    responseElements: (reply.ok && reply.responseElements) || null,
    additionalEventData: { x509Subject },
    requestID: requestId,
    eventID: randomUuid(account.random),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account.accountId,
    eventCategory: 'Management',
  }
  account.trail.add(record, now.getTime() + account.settings.cloudTrailLagMs)
}
