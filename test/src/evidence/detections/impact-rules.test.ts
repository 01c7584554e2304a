import { call, type DetectionCase, expectCases, other, times } from './detection-case.js'

const bucketPolicy = (principal: string, action: string) => ({
  bucketName: 'data',
  bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*' }] },
})

const ownKey = (n: number, source: number) =>
  call('s3 CopyObject', {
    bucketName: 'data',
    key: `f ${n}`,
    'x-amz-copy-source': `data/f%20${source}`,
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  })

const machines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({ instanceId: `i-${from + n}` }))
const terminated = (from: number, to: number) =>
  call('ec2 TerminateInstances', { instancesSet: { items: machines(from, to) } })

const shutOut = (name: string) => [
  call('iam DeleteLoginProfile', { userName: name }),
  call('iam UpdateAccessKey', { userName: name, accessKeyId: 'AKIAOLD', status: 'Inactive' }),
]
const denyAll = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })

const cases: DetectionCase[] = [
  {
    id: 'iam-access-of-others-removed',
    says: 'several users shut out by one',
    fires: () => [
      ...shutOut('bo'),
      ...shutOut('cy'),
      call('iam PutUserPolicy', { userName: 'di', policyName: 'no', policyDocument: denyAll }),
    ],
    severity: 'medium',
    near: () => [...shutOut('bo'), call('iam RemoveUserFromGroup', { userName: 'bo', groupName: 'admins' })],
    nearMost: 'low',
  },
  {
    id: 'iam-access-of-others-removed',
    says: 'several users deleted, and no keys that are tidied up, nor users that the caller made for a test',
    fires: () => ['bo', 'cy', 'di'].map((userName) => call('iam DeleteUser', { userName })),
    severity: 'medium',
    near: () => [
      ...times(9, (n) => call('iam DeleteAccessKey', { userName: `bot-${n}`, accessKeyId: 'AKIAOLD' })),
      ...times(9, (n) => call('iam CreateUser', { userName: `t${n}` })),
      ...times(9, (n) => call('iam DeleteUser', { userName: `t${n}` })),
    ],
    nearMost: 'low',
  },
  {
    id: 'domain-transferred',
    says: 'a domain that goes to another account',
    fires: () => [
      call('route53domains TransferDomainToAnotherAwsAccount', { domainName: 'example.org', accountId: '9' }),
    ],
    severity: 'high',
    near: () => [call('route53domains DisableDomainTransferLock', { domainName: 'example.org' })],
    nearMost: 'medium',
  },
  {
    id: 'snapshot-or-image-shared',
    says: 'a disk shared with another account',
    fires: () => [
      call('ec2 ModifySnapshotAttribute', {
        snapshotId: 'snap-1',
        createVolumePermission: { add: { items: [{ userId: other }] } },
      }),
    ],
    severity: 'high',
    near: () => [
      call('ec2 ModifySnapshotAttribute', {
        snapshotId: 'snap-1',
        createVolumePermission: { remove: { items: [{ userId: other }] } },
      }),
    ],
    nearMost: null,
  },
  {
    id: 'snapshot-or-image-shared',
    says: 'an image shared with everybody',
    fires: () => [
      call('ec2 ModifyImageAttribute', { imageId: 'ami-1', launchPermission: { add: { items: [{ group: 'all' }] } } }),
    ],
    severity: 'critical',
    near: () => [call('ec2 ModifyImageAttribute', { imageId: 'ami-1', description: { value: 'all' } })],
    nearMost: null,
  },
  {
    id: 'snapshot-or-image-shared',
    says: 'a database shared with another account',
    fires: () => [
      call('rds ModifyDBSnapshotAttribute', {
        dBSnapshotIdentifier: 'db',
        attributeName: 'restore',
        valuesToAdd: [other],
      }),
    ],
    severity: 'high',
    near: () => [
      call('rds ModifyDBSnapshotAttribute', {
        dBSnapshotIdentifier: 'db',
        attributeName: 'restore',
        valuesToRemove: [other],
      }),
    ],
    nearMost: null,
  },
  {
    id: 'resource-policy-opened',
    says: 'a bucket that another account may read',
    fires: () => [call('s3 PutBucketPolicy', bucketPolicy(`arn:aws:iam::${other}:root`, 's3:GetObject'))],
    severity: 'high',
    near: () => [call('s3 PutBucketPolicy', bucketPolicy(`arn:aws:iam::${other}:root`, 's3:PutObject'))],
    nearMost: 'low',
  },
  {
    id: 'resource-policy-opened',
    says: 'a queue for everybody, its policy among its attributes',
    fires: () => [
      call('sqs SetQueueAttributes', {
        queueUrl: 'https://queue/q',
        attributes: {
          Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }] }),
        },
      }),
    ],
    severity: 'high',
    near: () => [call('sqs SetQueueAttributes', { queueUrl: 'https://queue/q', attributes: { DelaySeconds: '5' } })],
    nearMost: null,
  },
  {
    id: 'resource-shared-with-account',
    says: 'a key that another account may use',
    fires: () => [call('kms CreateGrant', { keyId: 'k', granteePrincipal: `arn:aws:iam::${other}:root` })],
    severity: 'high',
    near: () => [call('kms CreateGrant', { keyId: 'k', granteePrincipal: 'ec2.eu-west-1.amazonaws.com' })],
    nearMost: null,
  },
  {
    id: 's3-public-access-allowed',
    says: 'the block of public access taken off',
    fires: () => [call('s3 DeleteBucketPublicAccessBlock', { bucketName: 'data' })],
    severity: 'medium',
    near: () => [call('s3 PutBucketAcl', { bucketName: 'data', 'x-amz-acl': 'private' })],
    nearMost: null,
  },
  {
    id: 'ec2-ingress-opened',
    says: 'SSH for everybody, nested as EC2 nests it',
    fires: () => [
      call('ec2 AuthorizeSecurityGroupIngress', {
        groupId: 'sg-1',
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 20,
              toPort: 25,
              groups: {},
              ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
              ipv6Ranges: {},
            },
          ],
        },
      }),
    ],
    severity: 'medium',
    near: () => [
      call('ec2 AuthorizeSecurityGroupIngress', {
        groupId: 'sg-1',
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIp: '0.0.0.0/0',
      }),
      call('ec2 AuthorizeSecurityGroupIngress', {
        groupId: 'sg-1',
        ipProtocol: 'tcp',
        fromPort: 22,
        toPort: 22,
        cidrIp: '198.51.100.7/32',
      }),
    ],
    nearMost: null,
  },
  {
    id: 'ec2-ingress-opened',
    says: 'every port for everybody, in IPv6',
    fires: () => [
      call('ec2 AuthorizeSecurityGroupIngress', {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipProtocol: '-1', ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }] },
      }),
    ],
    severity: 'high',
    near: () => [call('ec2 RevokeSecurityGroupIngress', { groupId: 'sg-1', ipProtocol: '-1', cidrIp: '0.0.0.0/0' })],
    nearMost: null,
  },
  {
    id: 's3-objects-encrypted-with-own-key',
    says: 'objects written over themselves with a key of the caller’s',
    fires: () => times(5, (n) => ownKey(n, n)),
    severity: 'high',
    near: () => times(5, () => ownKey(1, 1)),
    nearMost: 'medium',
  },
  {
    id: 's3-versioning-suspended',
    says: 'old versions no longer kept',
    fires: () => [
      call('s3 PutBucketVersioning', { bucketName: 'data', VersioningConfiguration: { Status: 'Suspended' } }),
    ],
    severity: 'medium',
    near: () => [
      call('s3 PutBucketVersioning', { bucketName: 'data', VersioningConfiguration: { Status: 'Enabled' } }),
    ],
    nearMost: null,
  },
  {
    id: 'kms-key-destroyed',
    says: 'a key scheduled for deletion',
    fires: () => [call('kms ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 7 })],
    severity: 'high',
    near: () => [call('kms EnableKey', { keyId: 'k' })],
    nearMost: null,
  },
  {
    id: 'backups-deleted',
    says: 'ten snapshots',
    fires: () => times(10, (n) => call('ec2 DeleteSnapshot', { snapshotId: `snap-${n}` })),
    severity: 'high',
    near: () => [call('ec2 DeleteSnapshot', { snapshotId: 'snap-1' })],
    nearMost: 'low',
  },
  {
    id: 'resources-destroyed',
    says: 'thirty machines in one call',
    fires: () => [
      call('ec2 TerminateInstances', {
        instancesSet: { items: Array.from({ length: 30 }, (_, n) => ({ instanceId: `i-${n}` })) },
      }),
    ],
    severity: 'high',
    near: () => [call('ec2 TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-1' }] } })],
    nearMost: 'low',
  },
  {
    id: 'resources-destroyed',
    says: 'ten machines of others, not one’s own of the same day',
    fires: () => [terminated(0, 10)],
    severity: 'medium',
    near: () => [
      call('ec2 RunInstances', {}, { responseElements: { instancesSet: { items: machines(0, 10) } } }),
      terminated(0, 10),
    ],
    nearMost: 'low',
  },
  {
    id: 'bedrock-models-used',
    says: 'a model unlocked and used',
    fires: () => [
      call('bedrock PutFoundationModelEntitlement', { modelId: 'm' }),
      call('bedrock InvokeModel', { modelId: 'm' }, { readOnly: true }),
    ],
    severity: 'high',
    near: () => [call('bedrock InvokeModel', { modelId: 'm' }, { readOnly: true })],
    nearMost: 'medium',
  },
]

expectCases(cases)
