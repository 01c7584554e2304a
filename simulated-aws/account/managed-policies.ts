import type { ManagedPolicy } from './entities.js'
import { derivedId } from './identifiers.js'

const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }]

/** AWS's own AWSDenyAll, version 2, statement for statement. */
const denyAll = [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }]

/** AWS's ReadOnlyAccess lists more than a thousand actions; these are the reads of the services met in incidents. */
const readOnly = [
  {
    Effect: 'Allow',
    Action: [
      ...['cloudtrail', 'ec2', 'ecr', 'ecs', 'eks', 'iam', 'kms', 'lambda', 'logs', 'organizations', 'rds', 's3'],
      ...['sns', 'sqs', 'ssm', 'sts', 'dynamodb', 'cloudwatch', 'guardduty'],
    ].flatMap((service) => [`${service}:Get*`, `${service}:List*`, `${service}:Describe*`, `${service}:Lookup*`]),
    Resource: '*',
  },
]

export type NewManagedPolicy = Pick<ManagedPolicy, 'arn' | 'document'> &
  Partial<Pick<ManagedPolicy, 'name' | 'createDate' | 'description' | 'versionId'>>

/** Name and path are those of the ARN, the id follows from it. */
export function managedPolicy(policy: NewManagedPolicy): ManagedPolicy {
  const resource = policy.arn.slice(policy.arn.indexOf(':policy/') + ':policy'.length)
  const nameAt = resource.lastIndexOf('/') + 1
  const { document, versionId = 'v1', createDate = new Date('2024-01-15T09:00:00Z') } = policy
  return {
    arn: policy.arn,
    name: policy.name ?? resource.slice(nameAt),
    policyId: derivedId('ANPA', policy.arn),
    path: resource.slice(0, nameAt),
    createDate,
    description: policy.description,
    versionId,
    document,
    versions: [{ versionId, createDate, document }],
    newestVersion: Number(versionId.slice(1)),
  }
}

/** AWS's own policies belong to no account; an account's own are what the API calls local. */
export function isAwsManaged({ arn }: Pick<ManagedPolicy, 'arn'>): boolean {
  return /^arn:[\w-]+:iam::aws:/.test(arn)
}

/** The AWS managed policies that every account has. */
export function builtInPolicies(partition: string): ManagedPolicy[] {
  const policy = (name: string, statements: object[], versionId: string) =>
    managedPolicy({
      arn: `arn:${partition}:iam::aws:policy/${name}`,
      versionId,
      document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    })
  return [
    policy('AdministratorAccess', everything, 'v1'),
    policy('AWSDenyAll', denyAll, 'v2'),
    policy('ReadOnlyAccess', readOnly, 'v1'),
  ]
}
