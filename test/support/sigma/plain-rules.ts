import { at, calls, callsWhere, given, has, is, named, type PlainRule, worked } from './plain-rule.js'

const S3_BROWSER = { userAgent: '[S3 Browser/11.0.0 (https://s3browser.com)]' }
const byS3Browser = (record: PlainRule['example']) => has(at(record, 'userAgent'), 'S3 Browser')

/** AWS never filled this template in; the rule filters by it. */
const JERSEY_TEMPLATE = ['Jersey/$', '{project.version}'].join('')

/** The 57 published CloudTrail rules (SigmaHQ/sigma 8eaafff) by file name, read by hand. */
export const PLAIN_RULES: Readonly<Record<string, PlainRule>> = {
  aws_cloudtrail_bedrock_guardrail_deleted: calls('bedrock.amazonaws.com', 'DeleteGuardrail'),
  aws_cloudtrail_bedrock_guardrail_updated: calls('bedrock.amazonaws.com', 'UpdateGuardrail'),
  aws_cloudtrail_bucket_deleted: named('DeleteBucket', worked, {}),
  aws_cloudtrail_console_login_failed_authentication: named(
    'ConsoleLogin',
    (record) => is(at(record, 'errorMessage'), 'Failed authentication'),
    { errorMessage: 'Failed authentication' },
  ),
  aws_cloudtrail_console_login_success_without_mfa: named(
    'ConsoleLogin',
    (record) =>
      is(at(record, 'additionalEventData', 'MFAUsed'), 'no') &&
      is(at(record, 'responseElements', 'ConsoleLogin'), 'success'),
    { additionalEventData: { MFAUsed: 'No' }, responseElements: { ConsoleLogin: 'Success' } },
  ),
  aws_cloudtrail_disable_logging: calls('cloudtrail.amazonaws.com', 'StopLogging', 'UpdateTrail', 'DeleteTrail'),
  aws_cloudtrail_guardduty_detector_deleted_or_updated: {
    fires: (record) =>
      is(at(record, 'eventSource'), 'guardduty.amazonaws.com') &&
      (is(at(record, 'eventName'), 'DeleteDetector') ||
        (is(at(record, 'eventName'), 'UpdateDetector') && is(at(record, 'requestParameters', 'enable'), 'false'))) &&
      worked(record),
    example: {
      eventSource: 'guardduty.amazonaws.com',
      eventName: 'UpdateDetector',
      requestParameters: { enable: false },
    },
  },
  aws_cloudtrail_imds_malicious_usage: {
    fires: (record) => {
      const arn = at(record, 'userIdentity', 'arn')
      const found = typeof arn === 'string' ? arn.indexOf(':assumed-role/aws:') : -1
      const role = typeof arn === 'string' && found > 0 && arn.length > found + ':assumed-role/aws:'.length
      const usual =
        is(at(record, 'eventSource'), 'ssm.amazonaws.com') ||
        is(at(record, 'eventName'), 'RegisterManagedInstance') ||
        is(at(record, 'sourceIPAddress'), 'AWS Internal')
      return role && !usual
    },
    example: {
      eventName: 'ListBuckets',
      sourceIPAddress: '198.51.100.7',
      userIdentity: { arn: 'arn:aws:sts::111122223333:assumed-role/aws:ec2-instance/i-0123' },
    },
  },
  aws_cloudtrail_new_acl_entries: calls('ec2.amazonaws.com', 'CreateNetworkAclEntry'),
  aws_cloudtrail_new_route_added: calls('ec2.amazonaws.com', 'CreateRoute'),
  aws_cloudtrail_pua_trufflehog: {
    fires: (record) => is(at(record, 'userAgent'), 'TruffleHog'),
    example: { userAgent: 'TruffleHog' },
  },
  aws_cloudtrail_region_enabled: calls('account.amazonaws.com', 'EnableRegion'),
  aws_cloudtrail_security_group_change_ingress_egress: calls(
    'ec2.amazonaws.com',
    'AuthorizeSecurityGroupEgress',
    'AuthorizeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
  ),
  aws_cloudtrail_security_group_change_loadbalancer: calls(
    'elasticloadbalancing.amazonaws.com',
    'ApplySecurityGroupsToLoadBalancer',
    'SetSecurityGroups',
  ),
  aws_cloudtrail_security_group_change_rds: calls(
    'rds.amazonaws.com',
    'AuthorizeDBSecurityGroupIngress',
    'CreateDBSecurityGroup',
    'DeleteDBSecurityGroup',
    'RevokeDBSecurityGroupIngress',
  ),
  aws_cloudtrail_ssm_malicious_usage: callsWhere(calls('ssm.amazonaws.com', 'SendCommand'), worked, {
    errorCode: 'Success',
  }),
  aws_cloudtrail_vpc_flow_logs_deleted: named('DeleteFlowLogs', worked, { errorCode: null }),
  aws_config_disable_recording: calls('config.amazonaws.com', 'DeleteDeliveryChannel', 'StopConfigurationRecorder'),
  aws_console_getsignintoken: callsWhere(
    calls('signin.amazonaws.com', 'GetSigninToken'),
    (record) => !has(at(record, 'userAgent'), JERSEY_TEMPLATE),
    { userAgent: 'python-requests/2.31' },
  ),
  aws_delete_identity: calls('ses.amazonaws.com', 'DeleteIdentity'),
  aws_delete_saml_provider: callsWhere(
    calls('iam.amazonaws.com', 'DeleteSAMLProvider'),
    (record) => is(at(record, 'status'), 'success'),
    { status: 'success' },
  ),
  aws_disable_bucket_versioning: callsWhere(
    calls('s3.amazonaws.com', 'PutBucketVersioning'),
    (record) => has(at(record, 'requestParameters'), 'Suspended'),
    { requestParameters: { VersioningConfiguration: { Status: 'Suspended' } } },
  ),
  aws_ec2_disable_encryption: calls('ec2.amazonaws.com', 'DisableEbsEncryptionByDefault'),
  aws_ec2_import_key_pair_activity: calls('ec2.amazonaws.com', 'ImportKeyPair'),
  aws_ec2_startup_script_change: callsWhere(
    calls('ec2.amazonaws.com', 'ModifyInstanceAttribute'),
    (record) => is(at(record, 'requestParameters', 'attribute'), 'userData'),
    { requestParameters: { attribute: 'userData' } },
  ),
  aws_ec2_vm_export_failure: callsWhere(
    calls('ec2.amazonaws.com', 'CreateInstanceExportTask'),
    (record) =>
      !given(at(record, 'errorMessage')) &&
      !given(at(record, 'errorCode')) &&
      !has(at(record, 'responseElements'), 'Failure'),
    { responseElements: { exportTask: { state: 'active' } } },
  ),
  aws_ecs_task_definition_cred_endpoint_query: callsWhere(
    calls('ecs.amazonaws.com', 'DescribeTaskDefinition', 'RegisterTaskDefinition', 'RunTask'),
    (record) => {
      const containers = at(record, 'requestParameters', 'containerDefinitions')
      const all = Array.isArray(containers) ? containers : [containers ?? null]
      return all.some((each) => has(at({ each }, 'each', 'command'), '$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'))
    },
    {
      requestParameters: {
        containerDefinitions: [
          { command: [] },
          { command: ['sh', '-c', 'curl 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] },
        ],
      },
    },
  ),
  aws_efs_fileshare_modified_or_deleted: calls('elasticfilesystem.amazonaws.com', 'DeleteFileSystem'),
  aws_efs_fileshare_mount_modified_or_deleted: calls('elasticfilesystem.amazonaws.com', 'DeleteMountTarget'),
  aws_eks_cluster_created_or_deleted: calls('eks.amazonaws.com', 'CreateCluster', 'DeleteCluster'),
  aws_elasticache_security_group_created: calls('elasticache.amazonaws.com', 'CreateCacheSecurityGroup'),
  aws_elasticache_security_group_modified_or_deleted: calls(
    'elasticache.amazonaws.com',
    'DeleteCacheSecurityGroup',
    'AuthorizeCacheSecurityGroupIngress',
    'RevokeCacheSecurityGroupIngress',
    'AuthorizeCacheSecurityGroupEgress',
    'RevokeCacheSecurityGroupEgress',
  ),
  aws_enum_buckets: callsWhere(
    calls('s3.amazonaws.com', 'ListBuckets'),
    (record) => !is(at(record, 'userIdentity', 'type'), 'AssumedRole'),
    { userIdentity: { type: 'IAMUser' } },
  ),
  aws_guardduty_disruption: calls('guardduty.amazonaws.com', 'CreateIPSet'),
  // Its filter compares the ARN with the words "responseElements.accessKey.userName", so it filters nothing out.
  aws_iam_backdoor_users_keys: callsWhere(
    calls('iam.amazonaws.com', 'CreateAccessKey'),
    (record) => !has(at(record, 'userIdentity', 'arn'), 'responseElements.accessKey.userName'),
    {
      userIdentity: { arn: 'arn:aws:iam::111122223333:user/ana' },
      responseElements: { accessKey: { userName: 'ana' } },
    },
  ),
  aws_iam_s3browser_loginprofile_creation: callsWhere(
    calls('iam.amazonaws.com', 'GetLoginProfile', 'CreateLoginProfile'),
    byS3Browser,
    S3_BROWSER,
  ),
  aws_iam_s3browser_templated_s3_bucket_policy_creation: callsWhere(
    calls('iam.amazonaws.com', 'PutUserPolicy'),
    (record) => {
      const policy = at(record, 'requestParameters', 'policyDocument')
      const start = '"arn:aws:s3:::<YOUR-BUCKET-NAME>/'
      const after =
        typeof policy === 'string' && policy.includes(start) ? policy.slice(policy.indexOf(start) + start.length) : ''
      return byS3Browser(record) && after.includes('"') && has(policy, '"s3:GetObject"') && has(policy, '"Allow"')
    },
    {
      ...S3_BROWSER,
      requestParameters: {
        policyDocument:
          '{"Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::<YOUR-BUCKET-NAME>/*"]}]}',
      },
    },
  ),
  aws_iam_s3browser_user_or_accesskey_creation: callsWhere(
    calls('iam.amazonaws.com', 'CreateUser', 'CreateAccessKey'),
    byS3Browser,
    S3_BROWSER,
  ),
  aws_kms_import_key_material: calls('kms.amazonaws.com', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial'),
  aws_lambda_function_url: calls('lambda.amazonaws.com', 'CreateFunctionUrlConfig'),
  aws_new_lambda_layer_attached: {
    fires: (record) =>
      is(at(record, 'eventSource'), 'lambda.amazonaws.com') &&
      /^updatefunctionconfiguration/i.test(`${at(record, 'eventName')}`) &&
      given(at(record, 'requestParameters', 'layers')),
    example: {
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateFunctionConfiguration20150331v2',
      requestParameters: { layers: ['arn:aws:lambda:us-east-1:111122223333:layer:hook:1'] },
    },
  },
  aws_passed_role_to_glue_development_endpoint: calls(
    'glue.amazonaws.com',
    'CreateDevEndpoint',
    'DeleteDevEndpoint',
    'UpdateDevEndpoint',
  ),
  aws_rds_change_master_password: callsWhere(
    calls('rds.amazonaws.com', 'ModifyDBInstance'),
    (record) => given(at(record, 'responseElements', 'pendingModifiedValues', 'masterUserPassword')),
    { responseElements: { pendingModifiedValues: { masterUserPassword: '****' } } },
  ),
  aws_rds_dbcluster_actions: calls('rds.amazonaws.com', 'ModifyDBCluster', 'DeleteDBCluster'),
  aws_rds_public_db_restore: callsWhere(
    calls('rds.amazonaws.com', 'RestoreDBInstanceFromDBSnapshot'),
    (record) => is(at(record, 'responseElements', 'publiclyAccessible'), 'true'),
    { responseElements: { publiclyAccessible: true } },
  ),
  aws_root_account_usage: {
    fires: (record) =>
      is(at(record, 'userIdentity', 'type'), 'Root') && !is(at(record, 'eventType'), 'AwsServiceEvent'),
    example: { userIdentity: { type: 'Root' }, eventType: 'AwsApiCall' },
  },
  aws_route_53_domain_transferred_lock_disabled: calls('route53.amazonaws.com', 'DisableDomainTransferLock'),
  aws_route_53_domain_transferred_to_another_account: calls(
    'route53.amazonaws.com',
    'TransferDomainToAnotherAwsAccount',
  ),
  aws_s3_data_management_tampering: calls(
    's3.amazonaws.com',
    'PutBucketLogging',
    'PutBucketWebsite',
    'PutEncryptionConfiguration',
    'PutLifecycleConfiguration',
    'PutReplicationConfiguration',
    'ReplicateObject',
    'RestoreObject',
  ),
  aws_securityhub_finding_evasion: calls(
    'securityhub.amazonaws.com',
    'BatchUpdateFindings',
    'DeleteInsight',
    'UpdateFindings',
    'UpdateInsight',
  ),
  aws_snapshot_backup_exfiltration: calls('ec2.amazonaws.com', 'ModifySnapshotAttribute'),
  aws_sso_idp_change: {
    fires: (record) =>
      is(at(record, 'eventSource'), 'sso-directory.amazonaws.com', 'sso.amazonaws.com') &&
      is(
        at(record, 'eventName'),
        'AssociateDirectory',
        'DisableExternalIdPConfigurationForDirectory',
        'DisassociateDirectory',
        'EnableExternalIdPConfigurationForDirectory',
      ),
    example: { eventSource: 'sso.amazonaws.com', eventName: 'AssociateDirectory' },
  },
  aws_sts_assumerole_misuse: {
    fires: (record) =>
      is(at(record, 'userIdentity', 'type'), 'AssumedRole') &&
      is(at(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'type'), 'Role'),
    example: { userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role' } } } },
  },
  aws_sts_getcalleridentity_trufflehog: callsWhere(
    calls('sts.amazonaws.com', 'GetCallerIdentity'),
    (record) => has(at(record, 'userAgent'), 'TruffleHog'),
    { userAgent: 'TruffleHog/3' },
  ),
  aws_sts_getsessiontoken_misuse: callsWhere(
    calls('sts.amazonaws.com', 'GetSessionToken'),
    (record) => is(at(record, 'userIdentity', 'type'), 'IAMUser'),
    { userIdentity: { type: 'IAMUser' } },
  ),
  aws_susp_saml_activity: {
    fires: (record) =>
      calls('sts.amazonaws.com', 'AssumeRoleWithSAML').fires(record) ||
      calls('iam.amazonaws.com', 'UpdateSAMLProvider').fires(record),
    example: { eventSource: 'iam.amazonaws.com', eventName: 'UpdateSAMLProvider' },
  },
  aws_update_login_profile: callsWhere(
    calls('iam.amazonaws.com', 'UpdateLoginProfile'),
    (record) => {
      const arn = at(record, 'userIdentity', 'arn')
      return !given(arn) || !is(at(record, 'requestParameters', 'userName'), `${arn}`)
    },
    { userIdentity: { arn: 'arn:aws:iam::111122223333:user/ana' }, requestParameters: { userName: 'ben' } },
  ),
}
