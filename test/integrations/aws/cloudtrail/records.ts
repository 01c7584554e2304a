/** CloudTrail records as AWS writes them, for account 111122223333 and role /team/ci-deploy. */
export const roleArn = 'arn:aws:iam::111122223333:role/team/ci-deploy'
export const roleUniqueId = 'AROAEXAMPLECIDEPLOY01'

let nextId = 0

export function record(changes: object = {}): { [field: string]: object | string | boolean | null } {
  return {
    eventVersion: '1.08',
    eventID: `00000000-0000-4000-8000-${String(nextId++).padStart(12, '0')}`,
    eventTime: '2026-03-01T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17',
    requestParameters: null,
    responseElements: null,
    recipientAccountId: '111122223333',
    readOnly: true,
    ...changes,
  }
}

/** A call of a session of the role. */
export function callWith(accessKeyId: string, changes: object = {}, uniqueId = roleUniqueId) {
  return record({
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${uniqueId}:build`,
      arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build',
      accountId: '111122223333',
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: uniqueId,
          arn: roleArn,
          accountId: '111122223333',
          userName: 'ci-deploy',
        },
      },
    },
    ...changes,
  })
}

export const ana = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEANA0000001',
  arn: 'arn:aws:iam::111122223333:user/ana',
  accountId: '111122223333',
  accessKeyId: 'AKIAEXAMPLE0000000ANA',
  userName: 'ana',
}

/** Ana's AssumeRole of the role, which hands out the key. */
export function issueOf(accessKeyId: string, eventTime: string, expiration: string) {
  return record({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventTime,
    userIdentity: ana,
    requestParameters: { roleArn, roleSessionName: 'build', durationSeconds: 3600 },
    responseElements: {
      credentials: { accessKeyId, expiration, sessionToken: 'a-session-token' },
      assumedRoleUser: {
        assumedRoleId: `${roleUniqueId}:build`,
        arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build',
      },
    },
    resources: [{ ARN: roleArn, accountId: '111122223333', type: 'AWS::IAM::Role' }],
  })
}

/** Ana's call to IAM about the role. */
export function changeOf(eventName: string, eventTime: string, requestParameters: object = { roleName: 'ci-deploy' }) {
  return record({
    eventSource: 'iam.amazonaws.com',
    eventName,
    eventTime,
    userIdentity: ana,
    requestParameters,
    readOnly: false,
  })
}

/** A call of Ana with one of her keys, or with credentials that she issued to herself. */
export function callOfAna(accessKeyId: string, changes: object = {}) {
  return record({ userIdentity: { ...ana, accessKeyId }, ...changes })
}

/** A call of a federated user whose credentials Ana issued. */
export function federatedCall(accessKeyId: string, changes: object = {}) {
  return record({
    userIdentity: {
      type: 'FederatedUser',
      principalId: '111122223333:guest',
      arn: 'arn:aws:sts::111122223333:federated-user/guest',
      accountId: '111122223333',
      accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', principalId: ana.principalId, arn: ana.arn, userName: 'ana' },
        attributes: { creationDate: '2026-03-01T09:00:00Z' },
      },
    },
    ...changes,
  })
}

/** Ana's GetSessionToken or GetFederationToken, which hands out the key. */
export function tokenOfAna(eventName: string, accessKeyId: string, eventTime: string) {
  const expiration = 'Mar 2, 2026, 9:00:00 AM'
  const isFederated = eventName === 'GetFederationToken'
  return record({
    eventSource: 'sts.amazonaws.com',
    eventName,
    eventTime,
    userIdentity: ana,
    requestParameters: isFederated ? { name: 'guest' } : null,
    responseElements: {
      credentials: { accessKeyId, expiration, sessionToken: 'a-session-token' },
      ...(isFederated ? { federatedUser: { arn: 'arn:aws:sts::111122223333:federated-user/guest' } } : {}),
    },
  })
}
