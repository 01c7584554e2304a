import { call, type DetectionCase, expectCases, other, times } from './detection-case.js'

const lifecycle = (days: number, bucketName: string, status = 'Enabled') => ({
  bucketName,
  LifecycleConfiguration: { Rule: { ID: 'x', Status: status, Expiration: { Days: days }, Prefix: '' } },
})

const cases: DetectionCase[] = [
  {
    id: 'cloudtrail-tampered',
    says: 'a trail stopped',
    fires: () => [call('cloudtrail StopLogging', { name: 'audit' })],
    severity: 'high',
    near: () => [call('cloudtrail StartLogging', { name: 'audit' })],
    nearMost: null,
  },
  {
    id: 'cloudtrail-tampered',
    says: 'management events left out',
    fires: () => [
      call('cloudtrail PutEventSelectors', {
        trailName: 'audit',
        eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false }],
      }),
    ],
    severity: 'high',
    near: () => [
      call('cloudtrail PutEventSelectors', {
        trailName: 'audit',
        eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }],
      }),
      call('cloudtrail PutEventSelectors', {
        trailName: 'audit',
        advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }],
      }),
      call('cloudtrail PutEventSelectors', {}),
    ],
    nearMost: 'low',
  },
  {
    id: 'cloudtrail-tampered',
    says: 'a trail narrowed to one region',
    fires: () => [call('cloudtrail UpdateTrail', { name: 'audit', isMultiRegionTrail: false })],
    severity: 'medium',
    near: () => [call('cloudtrail UpdateTrail', { name: 'audit', isMultiRegionTrail: true })],
    nearMost: 'low',
  },
  {
    id: 's3-short-lifecycle',
    says: 'the logs of a trail expire tomorrow',
    fires: () => [call('s3 PutBucketLifecycle', lifecycle(1, 'aws-cloudtrail-logs-1'))],
    severity: 'high',
    near: () => [
      call('s3 PutBucketLifecycle', lifecycle(90, 'aws-cloudtrail-logs-1')),
      call('s3 PutBucketLifecycle', lifecycle(1, 'aws-cloudtrail-logs-1', 'Disabled')),
    ],
    nearMost: null,
  },
  {
    id: 's3-short-lifecycle',
    says: 'data expires tomorrow',
    fires: () => [call('s3 PutBucketLifecycleConfiguration', lifecycle(1, 'data'))],
    severity: 'medium',
    near: () => [call('s3 DeleteBucketLifecycle', { bucketName: 'data' })],
    nearMost: null,
  },
  {
    id: 's3-log-bucket-deleted',
    says: 'the bucket that the log itself says a trail writes to',
    fires: () => [
      call('cloudtrail CreateTrail', { name: 'audit', s3BucketName: 'journal' }),
      call('s3 DeleteBucket', { bucketName: 'journal' }),
    ],
    severity: 'high',
    near: () => [call('s3 DeleteBucket', { bucketName: 'journal' })],
    nearMost: null,
  },
  {
    id: 'network-logs-deleted',
    says: 'flow logs and DNS query logs',
    fires: () => [
      call('ec2 DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1', tag: 1 } } }),
      call('route53resolver DisassociateResolverQueryLogConfig', { resolverQueryLogConfigId: 'x' }),
    ],
    severity: 'high',
    near: () => [call('ec2 CreateFlowLogs', {})],
    nearMost: null,
  },
  {
    id: 'cloudwatch-logs-or-alarms-deleted',
    says: 'one alarm after another',
    fires: () =>
      times(5, (n) =>
        call('monitoring DeleteAlarms', { alarmNames: [`a-${n}`] }, { target: { type: 'alarm', name: `a-${n}` } }),
      ),
    severity: 'medium',
    near: () => [call('logs PutRetentionPolicy', { logGroupName: 'x', retentionInDays: 30 })],
    nearMost: null,
  },
  {
    id: 'cloudwatch-logs-or-alarms-deleted',
    says: 'access logs of a bucket switched off',
    fires: () => [call('s3 PutBucketLogging', { bucketName: 'b', BucketLoggingStatus: { xmlns: 'x' } })],
    severity: 'low',
    near: () => [
      call('s3 PutBucketLogging', { bucketName: 'b', BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'l' } } }),
    ],
    nearMost: null,
  },
  {
    id: 'security-service-disabled',
    says: 'Macie suspended',
    fires: () => [call('macie2 UpdateMacieSession', { status: 'PAUSED' })],
    severity: 'high',
    near: () => [call('macie2 UpdateMacieSession', { findingPublishingFrequency: 'SIX_HOURS' })],
    nearMost: null,
  },
  {
    id: 'security-service-disabled',
    says: 'GuardDuty suspended',
    fires: () => [call('guardduty UpdateDetector', { detectorId: 'd', enable: false })],
    severity: 'high',
    near: () => [call('guardduty UpdateDetector', { detectorId: 'd', enable: true })],
    nearMost: 'low',
  },
  {
    id: 'security-service-disabled',
    says: 'Config’s recorder stopped, Security Hub left',
    fires: () => [call('config StopConfigurationRecorder', {}), call('securityhub DisableSecurityHub', {})],
    severity: 'high',
    near: () => [call('config StartConfigurationRecorder', {}), call('guardduty CreateFilter', { action: 'NOOP' })],
    nearMost: null,
  },
  {
    id: 'security-service-disabled',
    says: 'findings archived as they come',
    fires: () => [call('guardduty CreateFilter', { action: 'ARCHIVE', name: 'x' })],
    severity: 'medium',
    near: () => [call('guardduty GetFilter', {}, { readOnly: true })],
    nearMost: null,
  },
  {
    id: 'organizations-guardrails-removed',
    says: 'the account leaves its organization',
    fires: () => [call('organizations LeaveOrganization')],
    severity: 'high',
    near: () => [call('organizations DetachPolicy', { policyId: 'p', targetId: other })],
    nearMost: 'medium',
  },
  {
    id: 'bedrock-oversight-removed',
    says: 'what models were asked is no longer written down',
    fires: () => [call('bedrock DeleteModelInvocationLoggingConfiguration')],
    severity: 'high',
    near: () => [call('bedrock PutModelInvocationLoggingConfiguration')],
    nearMost: null,
  },
  {
    id: 'account-region-enabled',
    says: 'a region switched on',
    fires: () => [call('account EnableRegion', { RegionName: 'ap-east-1' })],
    severity: 'low',
    near: () => [call('account GetRegionOptStatus', {}, { readOnly: true })],
    nearMost: null,
  },
]

expectCases(cases)
