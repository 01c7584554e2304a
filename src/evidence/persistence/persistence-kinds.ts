import type { Severity } from '../detections/severity.js'
import type { PersistenceKind } from './suspect.js'

/** How one kind of persistence is made and unmade. Calls stand by service, their names parted by spaces. */
export interface PersistenceMeans {
  readonly kind: PersistenceKind
  readonly severity: Severity
  readonly thing: string
  readonly remedy: string
  readonly makes: Readonly<Record<string, string>>
  readonly unmakes: Readonly<Record<string, string>>
  /** Parameters and answers that name it, the best first. */
  readonly ids: readonly string[]
  /** Also named, to say whose it is; what is unmade must name all that it shares with what made it. */
  readonly of?: readonly string[]
  /** Only where this parameter is there. */
  readonly needs?: readonly string[]
  /** Only where this parameter says so. */
  readonly says?: readonly [parameter: string, value: string]
}

const grants = 'AttachUserPolicy AttachRolePolicy AttachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy'
const revocations =
  'DetachUserPolicy DetachRolePolicy DetachGroupPolicy DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy'

/**
 * Ways to stay, after ATT&CK TA0003 (T1098, T1136, T1546, T1556) and the calls that take them back.
 * https://attack.mitre.org/tactics/TA0003/
 */
export const persistenceMeans: readonly PersistenceMeans[] = [
  {
    kind: 'accessKey',
    severity: 'high',
    thing: 'access key',
    remedy: 'deactivate the key, then delete it',
    makes: { iam: 'CreateAccessKey' },
    unmakes: { iam: 'DeleteAccessKey UpdateAccessKey' },
    ids: ['accessKeyId'],
    of: ['userName'],
  },
  {
    kind: 'accessKey',
    severity: 'high',
    thing: 'reactivated access key',
    remedy: 'deactivate the key, then delete it',
    makes: { iam: 'UpdateAccessKey' },
    unmakes: { iam: 'DeleteAccessKey UpdateAccessKey' },
    ids: ['accessKeyId'],
    of: ['userName'],
    says: ['status', 'Active'],
  },
  {
    kind: 'user',
    severity: 'high',
    thing: 'user',
    remedy: 'block the user, then remove its keys and password',
    makes: { iam: 'CreateUser' },
    unmakes: { iam: 'DeleteUser' },
    ids: ['userName'],
  },
  {
    kind: 'role',
    severity: 'medium',
    thing: 'role',
    remedy: 'check who may assume the role, and block it',
    makes: { iam: 'CreateRole' },
    unmakes: { iam: 'DeleteRole' },
    ids: ['roleName'],
  },
  {
    kind: 'loginProfile',
    severity: 'high',
    thing: 'console password',
    remedy: 'delete the login profile, or have the user set a new password',
    makes: { iam: 'CreateLoginProfile UpdateLoginProfile' },
    unmakes: { iam: 'DeleteLoginProfile DeleteUser' },
    ids: ['userName'],
  },
  {
    kind: 'trust',
    severity: 'high',
    thing: 'trust policy of role',
    remedy: 'put the former trust policy back',
    makes: { iam: 'UpdateAssumeRolePolicy' },
    unmakes: { iam: 'DeleteRole' },
    ids: ['roleName'],
  },
  {
    kind: 'grant',
    severity: 'medium',
    thing: 'policy',
    remedy: 'detach or delete the policy',
    makes: { iam: grants },
    unmakes: { iam: `${revocations} DeleteUser DeleteRole DeleteGroup` },
    ids: ['policyArn', 'policyName'],
    of: ['userName', 'roleName', 'groupName'],
  },
  {
    kind: 'grant',
    severity: 'medium',
    thing: 'membership in group',
    remedy: 'take the user out of the group',
    makes: { iam: 'AddUserToGroup' },
    unmakes: { iam: 'RemoveUserFromGroup DeleteUser DeleteGroup' },
    ids: ['groupName'],
    of: ['userName'],
  },
  {
    kind: 'grant',
    severity: 'medium',
    thing: 'policy version of',
    remedy: 'set the former version as default and delete the new one',
    makes: { iam: 'CreatePolicyVersion SetDefaultPolicyVersion' },
    unmakes: { iam: 'DeletePolicyVersion DeletePolicy' },
    ids: ['policyArn'],
    of: ['versionId'],
  },
  {
    kind: 'grant',
    severity: 'high',
    thing: 'access to a cluster of',
    remedy: 'delete the access entry, and check what it started in the cluster',
    makes: { eks: 'CreateAccessEntry AssociateAccessPolicy' },
    unmakes: { eks: 'DeleteAccessEntry DisassociateAccessPolicy DeleteCluster' },
    ids: ['principalArn'],
    of: ['name'],
  },
  {
    kind: 'instanceProfile',
    severity: 'medium',
    thing: 'instance profile',
    remedy: 'take the role out of the profile, and the profile off its instances',
    makes: {
      iam: 'CreateInstanceProfile AddRoleToInstanceProfile',
      ec2: 'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    },
    unmakes: { iam: 'DeleteInstanceProfile RemoveRoleFromInstanceProfile', ec2: 'DisassociateIamInstanceProfile' },
    ids: ['instanceProfileName', 'associationId'],
    of: ['roleName'],
  },
  {
    kind: 'rolesAnywhere',
    severity: 'high',
    thing: 'Roles Anywhere',
    remedy: 'disable it, then delete it',
    makes: {
      rolesanywhere: 'CreateTrustAnchor CreateProfile UpdateTrustAnchor UpdateProfile EnableTrustAnchor EnableProfile',
    },
    unmakes: { rolesanywhere: 'DeleteTrustAnchor DeleteProfile DisableTrustAnchor DisableProfile' },
    ids: ['trustAnchorId', 'profileId', 'name'],
  },
  {
    kind: 'federationToken',
    severity: 'high',
    thing: 'federation token',
    remedy: 'deny the user that asked for it: the token lives on for up to 36 hours',
    makes: { sts: 'GetFederationToken' },
    unmakes: {},
    ids: ['name'],
  },
  {
    kind: 'serviceCredential',
    severity: 'medium',
    thing: 'credential',
    remedy: 'deactivate and delete the credential',
    makes: {
      iam: 'CreateServiceSpecificCredential ResetServiceSpecificCredential UploadSSHPublicKey UploadSigningCertificate',
    },
    unmakes: { iam: 'DeleteServiceSpecificCredential DeleteSSHPublicKey DeleteSigningCertificate' },
    ids: ['serviceSpecificCredentialId', 'sSHPublicKeyId', 'certificateId', 'serviceName'],
    of: ['userName'],
  },
  {
    kind: 'mfaDevice',
    severity: 'medium',
    thing: 'MFA device',
    remedy: 'deactivate the device and let the user register its own',
    makes: { iam: 'EnableMFADevice' },
    unmakes: { iam: 'DeactivateMFADevice' },
    ids: ['serialNumber'],
    of: ['userName'],
  },
  {
    kind: 'identityProvider',
    severity: 'high',
    thing: 'identity provider',
    remedy: 'delete the provider, and check the roles that trust it',
    makes: {
      iam: 'CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider',
      sso: 'CreateTrustedTokenIssuer CreateInstance AssociateDirectory',
      'sso-directory': 'CreateExternalIdPConfigurationForDirectory EnableExternalIdPConfigurationForDirectory',
    },
    unmakes: {
      iam: 'DeleteSAMLProvider DeleteOpenIDConnectProvider',
      sso: 'DeleteTrustedTokenIssuer DeleteInstance DisassociateDirectory',
    },
    ids: [
      'sAMLProviderArn',
      'openIDConnectProviderArn',
      'trustedTokenIssuerArn',
      'instanceArn',
      'directoryId',
      'name',
      'url',
    ],
  },
  {
    kind: 'ssoAccess',
    severity: 'medium',
    thing: 'Identity Center access',
    remedy: 'delete the assignment or the user',
    makes: {
      sso: 'CreateAccountAssignment CreatePermissionSet PutInlinePolicyToPermissionSet AttachManagedPolicyToPermissionSet AttachCustomerManagedPolicyReferenceToPermissionSet',
      identitystore: 'CreateUser CreateGroupMembership',
      'sso-directory': 'CreateUser AddMemberToGroup',
    },
    unmakes: {
      sso: 'DeleteAccountAssignment DeletePermissionSet DetachManagedPolicyFromPermissionSet DeleteInlinePolicyFromPermissionSet DetachCustomerManagedPolicyReferenceFromPermissionSet',
      identitystore: 'DeleteUser DeleteGroupMembership',
      'sso-directory': 'DeleteUser RemoveMemberFromGroup',
    },
    ids: ['permissionSetArn', 'userId', 'membershipId', 'userName', 'name'],
    of: ['principalId', 'targetId'],
  },
  {
    kind: 'lambdaFunction',
    severity: 'medium',
    thing: 'function',
    remedy: 'check the code, and delete the function or put its former version back',
    makes: { lambda: 'CreateFunction UpdateFunctionCode CreateEventSourceMapping' },
    unmakes: { lambda: 'DeleteFunction' },
    ids: ['functionName'],
  },
  {
    kind: 'lambdaFunction',
    severity: 'medium',
    thing: 'layer in function',
    remedy: 'take the layer out',
    makes: { lambda: 'UpdateFunctionConfiguration' },
    unmakes: { lambda: 'DeleteFunction' },
    ids: ['functionName'],
    needs: ['layers'],
  },
  {
    kind: 'instance',
    severity: 'medium',
    thing: 'instance',
    remedy: 'isolate the instance, keep its disks, then terminate it',
    makes: { ec2: 'RunInstances' },
    unmakes: { ec2: 'TerminateInstances' },
    ids: ['instanceId'],
  },
  {
    kind: 'keyPair',
    severity: 'low',
    thing: 'key pair',
    remedy: 'delete the key pair, and check the instances that let it in',
    makes: { ec2: 'CreateKeyPair ImportKeyPair' },
    unmakes: { ec2: 'DeleteKeyPair' },
    ids: ['keyName', 'keyPairId'],
  },
  {
    kind: 'automation',
    severity: 'medium',
    thing: 'automation',
    remedy: 'check what it runs, and delete it',
    makes: {
      events: 'PutTargets',
      scheduler: 'CreateSchedule',
      states: 'CreateStateMachine',
      ssm: 'CreateAssociation',
      codebuild: 'CreateProject',
      cloudformation: 'CreateStack',
      ecs: 'CreateService',
    },
    unmakes: {
      events: 'RemoveTargets DeleteRule',
      scheduler: 'DeleteSchedule',
      states: 'DeleteStateMachine',
      ssm: 'DeleteAssociation',
      codebuild: 'DeleteProject',
      cloudformation: 'DeleteStack',
      ecs: 'DeleteService',
    },
    ids: ['rule', 'stackName', 'associationId', 'serviceName', 'service', 'name', 'stateMachineArn'],
  },
]
