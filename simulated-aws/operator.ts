import type { SeedUser } from './seed/seed.js'

export const operatorName = 'tourniquet-operator'

const entities = ['Role', 'User', 'Group']

/** What a responder needs: to read the evidence, to block, to verify and to undo. It can delete no role, user or group. */
const responsePolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Evidence',
      Effect: 'Allow',
      Action: [
        ...[
          'cloudtrail:LookupEvents',
          'cloudtrail:ListPublicKeys',
          'iam:Get*',
          'iam:List*',
          'iam:SimulatePrincipalPolicy',
        ],
        ...['logs:StartQuery', 'logs:GetQueryResults', 'logs:StopQuery', 'logs:FilterLogEvents'],
        ...['detective:ListGraphs', 'detective:StartInvestigation', 'detective:GetInvestigation'],
        ...['detective:ListIndicators', 'detective:ListInvestigations'],
        ...['guardduty:GetFindings', 'securityhub:GetFindings'],
        ...['rolesanywhere:Get*', 'rolesanywhere:List*'],
      ],
      Resource: '*',
    },
    {
      Sid: 'Findings',
      Effect: 'Allow',
      Action: [
        ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
        'sns:ConfirmSubscription',
      ],
      Resource: '*',
    },
    {
      Sid: 'Containment',
      Effect: 'Allow',
      Action: [
        ...entities.flatMap((entity) => [`iam:Put${entity}Policy`, `iam:Delete${entity}Policy`]),
        ...entities.flatMap((entity) => [`iam:Attach${entity}Policy`, `iam:Detach${entity}Policy`]),
        'iam:UpdateAccessKey',
        ...['Profile', 'TrustAnchor'].flatMap((one) => [`rolesanywhere:Enable${one}`, `rolesanywhere:Disable${one}`]),
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
    tags: [],
    groups: [],
    accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey, status: 'Active' }],
  }
}
