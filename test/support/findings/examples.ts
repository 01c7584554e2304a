import type { PayloadSource } from '../../../integrations/findings/sources.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { readBase } from '../finding-case.js'

const ACCOUNT = '111122223333'
const FINDING_ARN = `arn:aws:guardduty:eu-west-1:${ACCOUNT}:detector/12abc34d567e8fa9/finding/d0bfe135ab8b4dd8c3eaae7df9900073`
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/ci-deploy`
const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/ci-deploy/build-4711`

/** The credentials of the role's session, as Security Hub has them. */
export const asffKey = {
  Type: 'AwsIamAccessKey',
  Id: 'AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE',
  Partition: 'aws',
  Region: 'eu-west-1',
  ResourceRole: 'Target',
  Details: {
    AwsIamAccessKey: {
      PrincipalId: 'AROAIOSFODNN7EXAMPLE:build-4711',
      PrincipalType: 'AssumedRole',
      PrincipalName: 'ci-deploy',
    },
  },
}

export const asffFinding = {
  SchemaVersion: '2018-10-08',
  Id: FINDING_ARN,
  ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/guardduty',
  GeneratorId: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa9',
  AwsAccountId: ACCOUNT,
  Region: 'eu-west-1',
  Types: ['TTPs/Exfiltration/Exfiltration:IAMUser-AnomalousBehavior'],
  FirstObservedAt: '2026-03-01T09:40:00.000Z',
  LastObservedAt: '2026-03-01T09:58:00.000Z',
  CreatedAt: '2026-03-01T10:01:30.120Z',
  UpdatedAt: '2026-03-01T10:01:30.120Z',
  Severity: { Product: 8, Label: 'HIGH', Normalized: 70 },
  Title: 'The user AssumedRole : ci-deploy is anomalously invoking APIs.',
  ProductFields: { 'aws/guardduty/service/count': '3', 'aws/guardduty/service/archived': 'false' },
  Resources: [asffKey],
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  Sample: false,
}

export const ocsfFinding = {
  activity_id: 1,
  category_uid: 2,
  class_uid: 2004,
  cloud: { account: { uid: ACCOUNT }, cloud_partition: 'aws', provider: 'AWS', region: 'eu-west-1' },
  count: 2,
  finding_info: {
    uid: FINDING_ARN,
    title: 'The user AssumedRole : ci-deploy is anomalously invoking APIs.',
    types: ['Threats', 'Exfiltration:IAMUser/AnomalousBehavior'],
    first_seen_time_dt: '2026-03-01T09:40:00.000Z',
    last_seen_time_dt: '2026-03-01T09:58:00.000Z',
    modified_time_dt: '2026-03-01T10:01:30.120Z',
  },
  metadata: {
    product: { name: 'GuardDuty', uid: 'arn:aws:securityhub:eu-west-1::productv2/aws/guardduty', vendor_name: 'AWS' },
    version: '1.6.0',
  },
  resources: [
    {
      type: 'AWS::IAM::AccessKey',
      uid: 'ASIAIOSFODNN7EXAMPLE',
      cloud_partition: 'aws',
      owner: { account: { uid: ACCOUNT } },
      user: { name: 'ci-deploy', type: 'AssumedRole', uid: 'AROAIOSFODNN7EXAMPLE:build-4711' },
    },
  ],
  severity_id: 4,
  status_id: 1,
  time: 1772359290120,
}

export function securityHubEvent(findings: readonly unknown[], detailType = 'Security Hub Findings - Imported') {
  return {
    version: '0',
    id: '8e5622f9-d81c-4d81-612a-9319e7ee2506',
    'detail-type': detailType,
    source: 'aws.securityhub',
    account: '999988887777',
    time: '2026-03-01T10:03:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: { findings },
  }
}

export const investigation = {
  GraphArn: 'arn:aws:detective:eu-west-1:999988887777:graph:027c7c4610ea4aacaf0b883093cab899',
  InvestigationId: '000000000000000000001',
  EntityArn: ROLE_ARN,
  EntityType: 'IAM_ROLE',
  CreatedTime: '2026-03-01T10:10:00Z',
  ScopeStartTime: '2026-02-28T10:00:00Z',
  ScopeEndTime: '2026-03-01T10:00:00Z',
  Status: 'SUCCESSFUL',
  Severity: 'HIGH',
  State: 'ACTIVE',
}

export const splunkAlert = {
  sid: 'scheduler__admin__search__RMD5c0ffee_at_1772359290_42',
  search_name: 'AWS Detect Role Creation',
  results_link: 'https://splunk.example.com/app/search/@go?sid=scheduler__admin__search__RMD5c0ffee_at_1772359290_42',
  owner: 'admin',
  app: 'search',
  result: {
    _time: '2026-03-01T10:01:30.000+00:00',
    sourceIPAddress: '198.51.100.7',
    event_name: 'CreateRole',
    awsRegion: 'eu-west-1',
    'userIdentity.type': 'AssumedRole',
    'userIdentity.principalId': 'AROAIOSFODNN7EXAMPLE:build-4711',
    'userIdentity.arn': SESSION_ARN,
    'userIdentity.sessionContext.sessionIssuer.arn': ROLE_ARN,
    user_access_key: 'ASIAIOSFODNN7EXAMPLE',
    'requestParameters.roleName': 'backdoor',
    'responseElements.role.arn': `arn:aws:iam::${ACCOUNT}:role/backdoor`,
  },
}

export const elasticAlert = {
  '@timestamp': '2026-03-01T10:01:30.120Z',
  'kibana.alert.uuid': 'a7b1c2d3e4f5',
  'kibana.alert.severity': 'high',
  'kibana.alert.risk_score': 73,
  'kibana.alert.rule.name': 'AWS IAM Roles Anywhere Profile Creation',
  'kibana.alert.rule.rule_id': '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce',
  'event.action': 'CreateProfile',
  'cloud.account.id': ACCOUNT,
  'cloud.region': 'eu-west-1',
  'source.ip': '198.51.100.7',
  'aws.cloudtrail.user_identity.type': 'AssumedRole',
  'aws.cloudtrail.user_identity.arn': SESSION_ARN,
  'aws.cloudtrail.user_identity.access_key_id': 'ASIAIOSFODNN7EXAMPLE',
  'aws.cloudtrail.user_identity.session_context.session_issuer.arn': ROLE_ARN,
  'user.id': 'AROAIOSFODNN7EXAMPLE:build-4711',
  'user.target.name': 'backdoor',
}

export const elasticBody = {
  source: 'elastic',
  date: '2026-03-01T10:02:00.000Z',
  rule: { id: '8f0c1f0e-1111-4222-8333-444455556666', name: 'AWS IAM Roles Anywhere Profile Creation' },
  alerts: [elasticAlert],
}

export const genericFinding = {
  id: 'case-2026-0311',
  type: 'Honeytoken:IAMUser/KeyUsed',
  title: 'A decoy key was used',
  severity: 9,
  updatedAt: '2026-03-01T10:01:30Z',
  firstSeenAt: '2026-03-01T09:40:00Z',
  lastSeenAt: '2026-03-01T09:58:00Z',
  count: 1,
  sample: false,
  region: 'eu-west-1',
  principal: {
    accountId: ACCOUNT,
    arn: ROLE_ARN,
    type: 'AssumedRole',
    name: 'ci-deploy',
    principalId: 'AROAIOSFODNN7EXAMPLE:build-4711',
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  },
}

export const sequenceActor = {
  id: 'user:AssumedRole:AROAIOSFODNN7EXAMPLE:ci-deploy',
  user: {
    name: 'ci-deploy',
    uid: 'AROAIOSFODNN7EXAMPLE:build-4711',
    type: 'AssumedRole',
    credentialUid: 'ASIAIOSFODNN7EXAMPLE',
    account: { uid: ACCOUNT, account: 'payments' },
  },
  session: { uid: 'build-4711', mfaStatus: 'DISABLED', createdTime: 1772358000000, issuer: ROLE_ARN },
}

/** Shorter than GuardDuty's: signals and indicators are not read. */
export const attackSequence = {
  ...readBase('guardduty').payload,
  detail: {
    schemaVersion: '2.0',
    accountId: ACCOUNT,
    region: 'eu-west-1',
    partition: 'aws',
    id: 'd0bfe135ab8b4dd8c3eaae7df9900073',
    arn: FINDING_ARN,
    type: 'AttackSequence:IAM/CompromisedCredentials',
    severity: 9,
    title: 'Potential credential compromise of AssumedRole/ci-deploy indicated by a sequence of actions.',
    createdAt: '2026-03-01T10:01:30.120Z',
    updatedAt: '2026-03-01T10:01:30.120Z',
    resource: { resourceType: 'AttackSequence' },
    service: {
      serviceName: 'guardduty',
      archived: false,
      count: 1,
      eventFirstSeen: '2026-03-01T09:40:00Z',
      eventLastSeen: '2026-03-01T09:58:00Z',
      detection: {
        sequence: { uid: 'd0bfe135', description: 'A sequence.', actors: [sequenceActor], resources: [], signals: [] },
      },
    },
  },
}

export function snsNotification(inside: unknown) {
  return {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:findings`,
    Message: typeof inside === 'string' ? inside : JSON.stringify(inside),
    Timestamp: '2026-03-01T10:03:00.000Z',
    SignatureVersion: '2',
    Signature: 'none',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  }
}

/** A payload of each kind that is taken as it is and accuses the role ci-deploy. */
export const examples: readonly (readonly [string, PayloadSource, Json])[] = [
  ['an ASFF event', 'security-hub', jsonSchema.parse(securityHubEvent([asffFinding]))],
  ['an OCSF event', 'security-hub', jsonSchema.parse(securityHubEvent([ocsfFinding], 'Findings Imported V2'))],
  ['an attack sequence', 'guardduty', jsonSchema.parse(attackSequence)],
  ['an investigation', 'detective', jsonSchema.parse(investigation)],
  ['a Splunk alert', 'splunk', jsonSchema.parse(splunkAlert)],
  ['an Elastic body', 'elastic', jsonSchema.parse(elasticBody)],
  ['a generic finding', 'generic', jsonSchema.parse(genericFinding)],
  ['a message of SNS', 'sns', jsonSchema.parse(snsNotification(securityHubEvent([asffFinding])))],
]
