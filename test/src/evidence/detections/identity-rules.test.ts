import { account } from '../../../support/fixtures/gathered-events.js'
import { call, type DetectionCase, expectCases, other, policy, trust } from './detection-case.js'

const cases: DetectionCase[] = [
  {
    id: 'eks-access-granted',
    says: 'that of an administrator, to oneself',
    fires: () => [associated(`arn:aws:iam::${account}:user/ana`)],
    severity: 'high',
    near: () => [associated(`arn:aws:iam::${account}:user/bo`)],
    nearMost: 'medium',
  },
  {
    id: 'eks-access-granted',
    says: 'the group of masters given to somebody else',
    fires: () => [
      call('eks CreateAccessEntry', { name: 'c', principalArn: 'arn:x/bo', kubernetesGroups: ['system:masters'] }),
    ],
    severity: 'medium',
    near: () => [
      call('eks CreateCluster', { name: 'c' }),
      call('eks CreateAccessEntry', { name: 'c', principalArn: 'arn:x/bo', kubernetesGroups: ['system:masters'] }),
    ],
    nearMost: 'low',
  },
  {
    id: 'iam-policy-attached',
    says: 'a policy that allows everything',
    fires: () => [
      call('iam AttachUserPolicy', { userName: 'bo', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    ],
    severity: 'high',
    near: () => [
      call('iam AttachRolePolicy', { roleName: 'app', policyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }),
    ],
    nearMost: 'low',
  },
  {
    id: 'iam-policy-attached',
    says: 'an inline policy that lets its holder pass every role',
    fires: () => [
      call('iam PutRolePolicy', {
        roleName: 'app',
        policyName: 'x',
        policyDocument: policy({ Action: ['s3:Get*', 'iam:Pass*'] }),
      }),
    ],
    severity: 'high',
    near: () => [
      call('iam PutRolePolicy', {
        roleName: 'app',
        policyName: 'DenyAll-1',
        policyDocument: policy({ Effect: 'Deny', Action: '*' }),
      }),
    ],
    nearMost: null,
  },
  {
    id: 'iam-policy-version-changed',
    says: 'a policy rewritten to allow everything',
    fires: () => [
      call('iam CreatePolicyVersion', {
        policyArn: `arn:aws:iam::${account}:policy/app`,
        policyDocument: policy({ Action: '*' }),
      }),
    ],
    severity: 'high',
    near: () => [
      call('iam CreatePolicyVersion', {
        policyArn: `arn:aws:iam::${account}:policy/app`,
        policyDocument: policy({ Action: 's3:GetObject' }),
      }),
    ],
    nearMost: 'low',
  },
  {
    id: 'iam-role-created',
    says: 'a role that lets another account in',
    fires: () => [
      call('iam CreateRole', { roleName: 'x', assumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${other}:root` }) }),
    ],
    severity: 'high',
    near: () => [
      call('iam CreateRole', { roleName: 'x', assumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) }),
    ],
    nearMost: 'informational',
  },
  {
    id: 'iam-role-trust-changed',
    says: 'a role that lets everybody in, its policy URL-encoded',
    fires: () => [
      call('iam UpdateAssumeRolePolicy', { roleName: 'x', policyDocument: encodeURIComponent(trust({ AWS: '*' })) }),
    ],
    severity: 'critical',
    near: () => [
      call('iam UpdateAssumeRolePolicy', {
        roleName: 'x',
        policyDocument: trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      }),
    ],
    nearMost: 'low',
  },
  {
    id: 'iam-role-trust-changed',
    says: 'a role that whoever an OIDC provider knows may take on',
    fires: () => [
      call('iam UpdateAssumeRolePolicy', {
        roleName: 'x',
        policyDocument: trust({ Federated: 'arn:aws:iam::1:oidc-provider/ci' }),
      }),
    ],
    severity: 'medium',
    near: () => [
      call('iam UpdateAssumeRolePolicy', {
        roleName: 'x',
        policyDocument: trust(
          { Federated: 'arn:aws:iam::1:oidc-provider/ci' },
          { StringLike: { 'ci:sub': 'repo:ours/*' } },
        ),
      }),
    ],
    nearMost: 'low',
  },
  {
    id: 'iam-admin-user-created',
    onlySuccess: true,
    says: 'a user made, given every right and a key',
    fires: () => [
      call('iam CreateUser', { userName: 'eve' }, { created: { kind: 'user', name: 'eve' } }),
      call('iam AttachUserPolicy', { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call('iam CreateAccessKey', { userName: 'eve' }),
    ],
    severity: 'high',
    near: () => [
      call('iam CreateUser', { userName: 'eve' }),
      call('iam AttachUserPolicy', { userName: 'adam', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call('iam CreateAccessKey', { userName: 'eve' }),
    ],
    nearMost: null,
  },
  {
    id: 'iam-login-profile-created',
    says: 'a console password for a user that was there before',
    fires: () => [call('iam CreateLoginProfile', { userName: 'bo' })],
    severity: 'medium',
    near: () => [call('iam CreateUser', { userName: 'bo' }), call('iam CreateLoginProfile', { userName: 'bo' })],
    nearMost: 'low',
  },
  {
    id: 'iam-login-profile-updated',
    says: 'another user’s password',
    fires: () => [call('iam UpdateLoginProfile', { userName: 'bo' })],
    severity: 'high',
    near: () => [call('iam UpdateLoginProfile', { userName: 'Ana' })],
    nearMost: 'low',
  },
  {
    id: 'iam-login-profile-updated',
    says: 'another user’s password, to keep',
    fires: () => [call('iam UpdateLoginProfile', { userName: 'bo', passwordResetRequired: false })],
    severity: 'high',
    near: () => [call('iam UpdateLoginProfile', { userName: 'bo', passwordResetRequired: true })],
    nearMost: 'medium',
  },
  {
    id: 'iam-mfa-removed',
    says: 'another user’s device',
    fires: () => [call('iam DeactivateMFADevice', { userName: 'bo', serialNumber: 'x' })],
    severity: 'medium',
    near: () => [call('iam DeactivateMFADevice', { userName: 'ana', serialNumber: 'x' })],
    nearMost: 'low',
  },
  {
    id: 'iam-self-escalation',
    says: 'every right to itself',
    fires: () => [
      call('iam PutUserPolicy', { userName: 'ANA', policyName: 'x', policyDocument: policy({ Action: '*' }) }),
    ],
    severity: 'critical',
    near: () => [
      call('iam PutUserPolicy', { userName: 'bo', policyName: 'x', policyDocument: policy({ Action: '*' }) }),
    ],
    nearMost: null,
  },
  {
    id: 'iam-self-escalation',
    says: 'a role that it lets itself into',
    fires: () => [
      call('iam UpdateAssumeRolePolicy', {
        roleName: 'ops',
        policyDocument: trust({ AWS: `arn:aws:iam::${account}:user/ana` }),
      }),
    ],
    severity: 'high',
    near: () => [
      call('iam UpdateAssumeRolePolicy', {
        roleName: 'ops',
        policyDocument: trust({ AWS: `arn:aws:iam::${account}:user/bo` }),
      }),
    ],
    nearMost: null,
  },
  {
    id: 'iam-self-escalation',
    says: 'its own boundary taken off',
    fires: () => [call('iam DeleteUserPermissionsBoundary', { userName: 'ana' })],
    severity: 'high',
    near: () => [
      call('iam DetachUserPolicy', { userName: 'ana', policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }),
    ],
    nearMost: null,
  },
  {
    id: 'identity-provider-changed',
    says: 'a SAML provider made',
    fires: () => [call('iam CreateSAMLProvider', { name: 'x', sAMLMetadataDocument: '' })],
    severity: 'medium',
    near: () => [call('iam TagSAMLProvider', { sAMLProviderArn: 'x' })],
    nearMost: null,
  },
  {
    id: 'rolesanywhere-trust-anchor-created',
    says: 'a certificate authority of one’s own',
    fires: () => [call('rolesanywhere CreateTrustAnchor', { name: 'x', source: { sourceType: 'CERTIFICATE_BUNDLE' } })],
    severity: 'high',
    near: () => [call('rolesanywhere CreateTrustAnchor', { name: 'x', source: { sourceType: 'AWS_ACM_PCA' } })],
    nearMost: 'medium',
  },
  {
    id: 'iam-key-quarantine-removed',
    says: 'AWS’s quarantine taken off',
    fires: () => [
      call('iam DetachUserPolicy', {
        userName: 'ana',
        policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      }),
    ],
    severity: 'high',
    near: () => [
      call('iam DetachUserPolicy', {
        userName: 'ana',
        policyArn: `arn:aws:iam::${account}:policy/AWSCompromisedKeyQuarantineV3`,
      }),
    ],
    nearMost: null,
  },
]

expectCases(cases)

function associated(principalArn: string) {
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'
  return call('eks AssociateAccessPolicy', { name: 'c', principalArn, policyArn })
}
