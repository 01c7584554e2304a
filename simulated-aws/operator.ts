import type { SeedUser } from './seed/seed.js'

export const operatorName = 'tourniquet-operator'

/** What a responder needs: to read the evidence, to block, to verify and to undo. It can delete no role and no user. */
const responsePolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Evidence',
      Effect: 'Allow',
      Action: ['cloudtrail:LookupEvents', 'iam:Get*', 'iam:List*', 'sts:GetCallerIdentity'],
      Resource: '*',
    },
    {
      Sid: 'Containment',
      Effect: 'Allow',
      Action: [
        ...['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        ...['iam:PutUserPolicy', 'iam:DeleteUserPolicy', 'iam:PutRolePermissionsBoundary'],
        ...['iam:DeleteRolePermissionsBoundary', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAccessKey'],
        'sts:AssumeRole',
      ],
      Resource: '*',
    },
  ],
}

export function operatorUser(credentials: { accessKeyId: string; secretAccessKey: string }): SeedUser {
  return {
    name: operatorName,
    path: '/',
    inlinePolicies: [{ name: 'IncidentResponse', document: responsePolicy }],
    attachedPolicies: [],
    accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey, status: 'Active' }],
  }
}
