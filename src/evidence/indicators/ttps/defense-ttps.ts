import type { Ttp } from './ttp.js'

/** Blinding those who watch, opening what was closed, and leaving the fences. */
export const defenseTtps: readonly Ttp[] = [
  {
    tactic: 'defense-evasion',
    technique: 'T1562.008',
    severity: 'HIGH',
    procedure: 'Stops or deletes the record of what is called',
    calls: {
      cloudtrail: 'StopLogging DeleteTrail DeleteEventDataStore StopEventDataStoreIngestion DisableFederation',
      ec2: 'DeleteFlowLogs',
      route53resolver: 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
      route53: 'DeleteQueryLoggingConfig',
      wafv2: 'DeleteLoggingConfiguration',
      'network-firewall': 'DeleteLoggingConfiguration',
      bedrock: 'DeleteModelInvocationLoggingConfiguration',
      rds: 'StopActivityStream',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1562.008',
    severity: 'MEDIUM',
    procedure: 'Changes what is recorded, where it goes, or how long it is kept',
    calls: {
      cloudtrail:
        'UpdateTrail PutEventSelectors PutInsightSelectors RemoveTags UpdateEventDataStore PutEventConfiguration',
      logs: 'DeleteLogGroup DeleteLogStream DeleteDestination DeleteSubscriptionFilter DeleteMetricFilter PutRetentionPolicy DeleteDelivery DeleteDeliverySource',
      s3: 'PutBucketLogging',
      config: 'PutConfigurationRecorder',
      elasticloadbalancing: 'ModifyLoadBalancerAttributes',
      rds: 'ModifyActivityStream',
      bedrock: 'PutModelInvocationLoggingConfiguration',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1562.001',
    severity: 'HIGH',
    procedure: 'Turns off a service that would see the attack',
    calls: {
      guardduty:
        'DeleteDetector StopMonitoringMembers DisassociateMembers DisassociateFromMasterAccount DisassociateFromAdministratorAccount DeleteMembers DeletePublishingDestination DisableOrganizationAdminAccount DeleteMalwareProtectionPlan',
      config:
        'StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel DeleteConfigurationAggregator DeleteOrganizationConfigRule DeleteConformancePack',
      securityhub:
        'DisableSecurityHub DisableSecurityHubV2 DeleteMembers DisassociateMembers DisassociateFromAdministratorAccount DisableOrganizationAdminAccount BatchDisableStandards DeleteFindingAggregator',
      'access-analyzer': 'DeleteAnalyzer',
      macie2: 'DisableMacie DisassociateFromAdministratorAccount DisassociateMember DisableOrganizationAdminAccount',
      inspector2: 'Disable DisassociateMember DisableDelegatedAdminAccount',
      detective: 'DeleteGraph DeleteMembers DisassociateMembership DisableOrganizationAdminAccount',
      shield: 'DeleteSubscription DeleteProtection DisassociateDRTRole',
      auditmanager: 'DeregisterAccount',
      securitylake: 'DeleteDataLake DeleteSubscriber',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1562.001',
    severity: 'MEDIUM',
    procedure: 'Makes a watching service overlook things',
    calls: {
      guardduty:
        'UpdateDetector CreateFilter UpdateFilter CreateIPSet UpdateIPSet CreateTrustedEntitySet UpdateTrustedEntitySet ArchiveFindings DeleteThreatIntelSet UpdateThreatIntelSet DeleteInvitations UpdateMemberDetectors UpdateOrganizationConfiguration UpdatePublishingDestination',
      securityhub:
        'BatchUpdateFindings UpdateFindings UpdateStandardsControl CreateAutomationRule DeleteInsight DeleteActionTarget DisableImportFindingsForProduct',
      config: 'DeleteConfigRule DeleteRemediationConfiguration DeleteRetentionConfiguration DeleteEvaluationResults',
      'access-analyzer': 'CreateArchiveRule ApplyArchiveRule',
      macie2: 'UpdateMacieSession CreateFindingsFilter',
      macie: 'UpdateMacieSession',
      inspector2: 'CreateFilter',
      monitoring: 'DeleteAlarms DisableAlarmActions SetAlarmState DeleteInsightRules DisableInsightRules',
      events: 'DeleteRule DisableRule RemoveTargets DeleteArchive DeactivateEventSource',
      sns: 'DeleteTopic Unsubscribe',
      wafv2:
        'DeleteWebACL DisassociateWebACL DeleteRuleGroup UpdateWebACL UpdateIPSet UpdateRuleGroup DeleteIPSet DeleteFirewallManagerRuleGroups',
      waf: 'DeleteWebACL DeleteRule DeleteRuleGroup UpdateWebACL',
      'waf-regional': 'DeleteWebACL DeleteRule DisassociateWebACL UpdateWebACL',
      fms: 'DeletePolicy DisassociateAdminAccount',
      bedrock: 'DeleteGuardrail UpdateGuardrail',
      ssm: 'DeregisterManagedInstance DeleteAssociation',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1562.007',
    severity: 'LOW',
    procedure: 'Opens the network, or takes a firewall away',
    calls: {
      ec2: 'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress CreateSecurityGroup ModifySecurityGroupRules ModifyNetworkInterfaceAttribute CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclAssociation DisableVpcBlockPublicAccess ModifyVpcBlockPublicAccessOptions',
      rds: 'AuthorizeDBSecurityGroupIngress CreateDBSecurityGroup',
      redshift: 'AuthorizeClusterSecurityGroupIngress',
      'network-firewall':
        'DeleteFirewall DeleteFirewallPolicy DeleteRuleGroup UpdateRuleGroup DisassociateSubnets UpdateFirewallDeleteProtection',
      route53resolver: 'DeleteFirewallRule DeleteFirewallRuleGroup DisassociateFirewallRuleGroup UpdateFirewallConfig',
      lightsail: 'OpenInstancePublicPorts PutInstancePublicPorts',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1666',
    severity: 'HIGH',
    procedure: "Leaves the organization's rules, or takes them away",
    calls: {
      organizations:
        'LeaveOrganization RemoveAccountFromOrganization DetachPolicy DeletePolicy DisablePolicyType MoveAccount DeleteOrganization DisableAWSServiceAccess',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1666',
    severity: 'MEDIUM',
    procedure: 'Changes who governs which accounts',
    calls: {
      organizations:
        'UpdatePolicy AttachPolicy RegisterDelegatedAdministrator DeregisterDelegatedAdministrator InviteAccountToOrganization AcceptHandshake EnableAWSServiceAccess PutResourcePolicy DeleteResourcePolicy CloseAccount CreateOrganization EnableAllFeatures',
      account:
        'PutContactInformation PutAlternateContact DeleteAlternateContact CloseAccount StartPrimaryEmailUpdate AcceptPrimaryEmailUpdate',
    },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1535',
    severity: 'MEDIUM',
    procedure: 'Opens a region in which nobody looks',
    calls: { account: 'EnableRegion', ec2: 'ModifyAvailabilityZoneGroup' },
  },
  {
    tactic: 'defense-evasion',
    technique: 'T1070',
    severity: 'LOW',
    procedure: 'Removes the traces of identities it made or used',
    calls: {
      iam: 'DeleteUser DeleteRole DeleteGroup DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy DeletePolicy DeletePolicyVersion DeleteInstanceProfile RemoveRoleFromInstanceProfile DeleteSAMLProvider DeleteOpenIDConnectProvider DeleteSigningCertificate DeleteSSHPublicKey DeleteServiceSpecificCredential',
      rolesanywhere: 'DeleteTrustAnchor DeleteProfile DeleteCrl DisableTrustAnchor DisableProfile',
      ssm: 'DeleteParameter DeleteParameters DeleteDocument',
      ec2: 'DeleteKeyPair DeleteLaunchTemplate',
    },
  },
  {
    tactic: 'impact',
    technique: 'T1531',
    severity: 'LOW',
    procedure: 'Shuts rightful users out',
    calls: {
      iam: 'DeleteAccessKey DeleteLoginProfile DetachUserPolicy DetachRolePolicy DetachGroupPolicy RemoveUserFromGroup DeleteAccountAlias',
      sso: 'DeleteAccountAssignment DeletePermissionSet DetachManagedPolicyFromPermissionSet DeleteInstance DeleteInlinePolicyFromPermissionSet',
      identitystore: 'DeleteUser DeleteGroupMembership DeleteGroup',
      'sso-directory': 'DeleteUser DisableUser DeleteGroup RemoveMemberFromGroup',
      eks: 'DeleteAccessEntry DisassociateAccessPolicy',
    },
  },
]
