import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'

/**
 * `identity`: who can do what, who is watched, who signed in. These are kept before everything else.
 * `other`: changes elsewhere, and reads that hand out secrets or show an attacker looking around.
 */
export type NotableKind = 'identity' | 'other'

/** Services whose every change decides who can do what, or what is seen of it. */
const identitySources = new Set(
  (
    'iam sts rolesanywhere organizations sso sso-directory sso-oauth sso-oidc identitystore identitystore-scim signin ' +
    'cloudtrail guardduty config securityhub access-analyzer macie2 inspector2 detective account ram kms'
  )
    .split(' ')
    .map((service) => `${service}.amazonaws.com`),
)

/** Changes elsewhere that blind those who watch: as good as `identity`. */
const blindingCall =
  /^(Delete|Disable|Stop)(FlowLogs|LogGroup|LogStream|QueryLoggingConfig|ResolverQueryLogConfig|AlarmActions|Alarms|Rule|LoggingConfiguration)$|^(PutRetentionPolicy|DisassociateResolverQueryLogConfig|RemoveTargets)$/

/** Reads whose records are worth keeping whole; the other reads are counted, which is all that anybody asks of them. */
const notableReads: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    iam: 'GetAccountAuthorizationDetails GenerateCredentialReport GetCredentialReport SimulatePrincipalPolicy SimulateCustomPolicy',
    sts: 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetSessionToken GetFederationToken GetDelegatedAccessToken GetWebIdentityToken',
    rolesanywhere: 'CreateSession',
    sso: 'GetRoleCredentials Federate Authenticate',
    signin:
      'ConsoleLogin SwitchRole ExitRole RenewRole GetSigninToken CredentialVerification CredentialChallenge UserAuthentication',
    secretsmanager: 'GetSecretValue BatchGetSecretValue',
    ssm: 'GetParameter GetParameters GetParametersByPath GetParameterHistory StartSession ResumeSession GetCommandInvocation',
    ec2: 'GetPasswordData GetConsoleScreenshot GetConsoleOutput GetLaunchTemplateData DescribeInstanceAttribute ExportImage',
    lambda: 'GetFunction GetFunctionConfiguration GetFunction20150331v2',
    rds: 'DownloadDBLogFilePortion DownloadCompleteDBLogFile',
    ecr: 'GetAuthorizationToken',
    codeartifact: 'GetAuthorizationToken',
    eks: 'DescribeCluster AccessKubernetesApi',
    s3: 'ListBuckets GetBucketPolicy GetBucketAcl SelectObjectContent',
    cloudshell: 'CreateSession CreateEnvironment GetFileDownloadUrls GetFileUploadUrls',
    bedrock:
      'InvokeModel InvokeModelWithResponseStream Converse ConverseStream GetFoundationModelAvailability GetUseCaseForModelAccess ListFoundationModels',
    ses: 'GetAccount GetSendQuota GetAccountSendingEnabled ListIdentities',
    servicequotas: 'ListServiceQuotas GetServiceQuota',
    'ec2-instance-connect': 'SendSSHPublicKey SendSerialConsoleSSHPublicKey OpenTunnel',
  }).map(([service, names]) => [`${service}.amazonaws.com`, new Set(names.split(' '))] as const),
)

/** Writes to data and of machinery: too many to keep, and a count says as much. */
const dataWrites = new Set(
  (
    'PutObject DeleteObject DeleteObjects CopyObject UploadPart CompleteMultipartUpload CreateMultipartUpload ' +
    'AbortMultipartUpload RestoreObject PutItem UpdateItem DeleteItem BatchWriteItem TransactWriteItems Invoke ' +
    'InvokeExecution Publish PublishBatch SendMessage SendMessageBatch DeleteMessage ReceiveMessage ChangeMessageVisibility ' +
    'PutRecord PutRecords PutEvents PutMetricData PutLogEvents CreateLogStream Decrypt Encrypt GenerateDataKey ' +
    'GenerateDataKeyWithoutPlaintext GenerateDataKeyPair ReEncrypt Sign Verify GenerateMac VerifyMac GenerateRandom ' +
    'CreateTags CreateNetworkInterface DeleteNetworkInterface UpdateInstanceInformation UpdateInstanceAssociationStatus ' +
    'PutInventory PutComplianceItems PutEvaluations PutConfigurationItems RegisterContainerInstance SubmitTaskStateChange ' +
    'SubmitContainerStateChange PollForTask DiscoverPollEndpoint'
  ).split(' '),
)

/** For records that do not say whether they only read. */
const readingName =
  /^(Get|List|Describe|Head|Lookup|Search|BatchGet|BatchDescribe|Check|Validate|Preview|Select|Scan|Query|View|Estimate|Simulate|Test|Download|Discover|Retrieve|Decode|Filter|Poll)/

type NamedCall = Pick<CloudTrailEvent, 'eventSource' | 'eventName' | 'readOnly'>

/** Whether a record is kept whole, and for what; null where counting it is enough. */
export function notableKindOf(event: NamedCall): NotableKind | null {
  const { eventSource, eventName } = event
  const isIdentity = identitySources.has(eventSource)
  if (notableReads.get(eventSource)?.has(eventName) === true) return isIdentity ? 'identity' : 'other'
  if (isRead(event) || dataWrites.has(eventName)) return null
  return isIdentity || blindingCall.test(eventName) ? 'identity' : 'other'
}

export function isNotable(event: CloudTrailEvent): boolean {
  return notableKindOf(event) !== null || (isObjectWrite(event) && hasOwnKey(event))
}

const objectWrites = new Set(['CopyObject', 'PutObject', 'CreateMultipartUpload', 'UploadPartCopy'])

export function isObjectWrite({ eventSource, eventName }: NamedCall): boolean {
  return eventSource === 's3.amazonaws.com' && objectWrites.has(eventName)
}

/**
 * An object written with a key that S3 does not keep (SSE-C) can be read by nobody else again: what ransom is asked for. Of all
 * writes of data these alone are kept, because their parameters tell them and counts do not.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function hasOwnKey({ requestParameters }: CloudTrailEvent): boolean {
  return requestParameters?.['x-amz-server-side-encryption-customer-algorithm'] !== undefined
}

/** CloudTrail's own word counts; sign-in records and old ones have none. */
function isRead({ readOnly, eventName }: NamedCall): boolean {
  return readOnly ?? readingName.test(eventName)
}
