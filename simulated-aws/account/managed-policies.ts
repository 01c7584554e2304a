import type { ManagedPolicy } from './entities.js'

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

/** The AWS managed policies that every account has. */
export function builtInPolicies(partition: string): ManagedPolicy[] {
  const policy = (name: string, statements: object[]) => ({
    arn: `arn:${partition}:iam::aws:policy/${name}`,
    name,
    document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  })
  return [policy('AdministratorAccess', everything), policy('AWSDenyAll', denyAll), policy('ReadOnlyAccess', readOnly)]
}
