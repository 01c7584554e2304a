import type { JsonObject } from '../../../simulated-aws/json.js'

/** Hand-made CloudTrail records of account 111122223333. Whatever is given last wins. */
export const accountId = '111122223333'

let count = 0

export function record(change: JsonObject = {}): JsonObject {
  count += 1
  return {
    eventVersion: '1.09',
    eventTime: `2026-03-01T12:00:${String(count % 60).padStart(2, '0')}Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    eventID: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: accountId,
    userIdentity: user('ana'),
    ...change,
  }
}

/** A record of one call, `s3:ListBuckets` for short. */
export function call(what: string, userIdentity: JsonObject, change: JsonObject = {}): JsonObject {
  const [service = '', eventName = ''] = what.split(':')
  return record({ eventSource: `${service}.amazonaws.com`, eventName, userIdentity, ...change })
}

export function user(userName: string, change: JsonObject = {}): JsonObject {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`
  return {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEANA000001',
    arn,
    accountId,
    accessKeyId: 'AKIAEXAMPLEANA000001',
    userName,
    ...change,
  }
}

export function session(pathAndName: string, change: JsonObject = {}): JsonObject {
  const name = pathAndName.split('/').at(-1) ?? ''
  return {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEWEB000001:i-0a1b2c3d',
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/i-0a1b2c3d`,
    accountId,
    accessKeyId: 'ASIAEXAMPLEWEB000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEWEB000001',
        arn: `arn:aws:iam::${accountId}:role/${pathAndName}`,
        accountId,
        userName: name,
      },
      attributes: { creationDate: '2026-03-01T11:30:00Z', mfaAuthenticated: 'false' },
    },
    ...change,
  }
}
