/** The protocols of AWS that the simulated account answers in. */
export type ServiceFamily = 'query' | 'ec2' | 'json' | 'rest-json' | 's3'

const jsonServices = new Set([
  ...['cloudtrail', 'dynamodb', 'kms', 'logs', 'organizations', 'secretsmanager', 'ssm', 'ecs', 'ecr', 'kinesis'],
  ...['config', 'athena', 'glue', 'events', 'states', 'sagemaker', 'codebuild', 'cognito-idp', 'sqs'],
])
const restJsonServices = new Set([
  'lambda',
  'eks',
  'detective',
  'rolesanywhere',
  'guardduty',
  'securityhub',
  'bedrock',
  'apigateway',
  'backup',
  'batch',
])

/** The protocol of a service whose request was not seen: an in-process call has none. */
export function familyOf(service: string): ServiceFamily {
  if (service === 's3') return 's3'
  if (service === 'ec2') return 'ec2'
  if (restJsonServices.has(service)) return 'rest-json'
  return jsonServices.has(service) ? 'json' : 'query'
}
