import { iamAction } from '../../../simulated-aws/seed/iam-action.js'

describe('a call is allowed by', () => {
  it.each([
    ['ec2', 'DescribeInstances', 'ec2:DescribeInstances'],
    ['iam', 'PutRolePolicy', 'iam:PutRolePolicy'],
    ['s3', 'ListBuckets', 's3:ListAllMyBuckets'],
    ['s3', 'ListObjectsV2', 's3:ListBucket'],
    ['s3', 'HeadObject', 's3:GetObject'],
    ['s3', 'GetBucketAcl', 's3:GetBucketAcl'],
    ['s3', 'GetBucketEncryption', 's3:GetEncryptionConfiguration'],
    ['s3', 'PutBucketLifecycle', 's3:PutLifecycleConfiguration'],
    ['s3', 'PutBucketLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
    ['s3', 'DeleteBucketReplication', 's3:PutReplicationConfiguration'],
    ['s3', 'DeleteBucketCors', 's3:PutBucketCORS'],
    ['monitoring', 'DescribeAlarms', 'cloudwatch:DescribeAlarms'],
    ['tagging', 'GetResources', 'tag:GetResources'],
    ['agreement-marketplace', 'SearchAgreements', 'aws-marketplace:SearchAgreements'],
    ['lambda', 'CreateFunction20150331', 'lambda:CreateFunction'],
    ['lambda', 'GetFunction20150331v2', 'lambda:GetFunction'],
    ['lambda', 'Invoke', 'lambda:InvokeFunction'],
    ['cloudfront', 'CreateFunction2020_05_31', 'cloudfront:CreateFunction'],
    ['apigateway', 'CreateApi', 'apigateway:POST'],
    ['apigateway', 'GetRestApis', 'apigateway:GET'],
    ['apigateway', 'UpdateStage', 'apigateway:PATCH'],
    ['apigateway', 'DeleteStage', 'apigateway:DELETE'],
    ['apigateway', 'TagResource', 'apigateway:PUT'],
    ['bedrock', 'Converse', 'bedrock:InvokeModel'],
    ['resource-explorer-2', 'Search', 'resource-explorer-2:Search'],
  ])('%s %s: %s', (service, operation, action) => {
    expect(iamAction(service, operation)).toBe(action)
  })

  it.each([
    ['signin', 'ConsoleLogin'],
    ['', 'DescribeInstances'],
    ['ec2', ''],
    ['ec2', 'Describe Instances'],
    ['ec2"', '*'],
    ['__proto__', 'toString'],
    ['Constructor', 'x'],
  ])('nothing: %j %j', (service, operation) => {
    expect(iamAction(service, operation)).toBeUndefined()
  })

  it('its own name where the name is also one of every object', () => {
    expect(iamAction('constructor', 'toString')).toBe('constructor:toString')
  })
})
