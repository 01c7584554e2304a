/** Services whose IAM prefix is not the first part of their eventSource. */
const prefixes: Record<string, string> = {
  monitoring: 'cloudwatch',
  email: 'ses',
  tagging: 'tag',
  'streams.dynamodb': 'dynamodb',
  'runtime.sagemaker': 'sagemaker',
  'models.lex': 'lex',
  'runtime.lex': 'lex',
  rdsdata: 'rds-data',
  appstream2: 'appstream',
  billingconsole: 'aws-portal',
  'agreement-marketplace': 'aws-marketplace',
  'discovery-marketplace': 'aws-marketplace',
  'metering-marketplace': 'aws-marketplace',
  'entitlement.marketplace': 'aws-marketplace',
  'catalog.marketplace': 'aws-marketplace',
  'servicecatalog-appregistry': 'servicecatalog',
}

/** Operations whose permission has another name (service authorization reference). */
const actionNames: Record<string, string> = {
  's3:ListBuckets': 'ListAllMyBuckets',
  's3:ListObjects': 'ListBucket',
  's3:ListObjectsV2': 'ListBucket',
  's3:ListObjectVersions': 'ListBucketVersions',
  's3:HeadBucket': 'ListBucket',
  's3:HeadObject': 'GetObject',
  's3:SelectObjectContent': 'GetObject',
  's3:CopyObject': 'PutObject',
  's3:CreateMultipartUpload': 'PutObject',
  's3:InitiateMultipartUpload': 'PutObject',
  's3:UploadPart': 'PutObject',
  's3:UploadPartCopy': 'PutObject',
  's3:CompleteMultipartUpload': 'PutObject',
  's3:ListParts': 'ListMultipartUploadParts',
  's3:ListMultipartUploads': 'ListBucketMultipartUploads',
  's3:DeleteObjects': 'DeleteObject',
  's3:GetBucketCors': 'GetBucketCORS',
  's3:PutBucketCors': 'PutBucketCORS',
  's3:DeleteBucketCors': 'PutBucketCORS',
  's3:DeleteBucketTagging': 'PutBucketTagging',
  's3:GetBucketNotificationConfiguration': 'GetBucketNotification',
  's3:PutBucketNotificationConfiguration': 'PutBucketNotification',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeleteBucketPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3:GetStorageLensDashboardDataInternal': 'GetStorageLensDashboard',
  'lambda:Invoke': 'InvokeFunction',
  'bedrock:Converse': 'InvokeModel',
  'bedrock:ConverseStream': 'InvokeModelWithResponseStream',
}

/** S3 configurations whose permission leaves "Bucket" out, and which are deleted by the permission to put them. */
const s3Configuration =
  /^(Get|Put|Delete)Bucket(Encryption|Lifecycle|Replication|Inventory|Analytics|Metrics|IntelligentTiering|Accelerate)(?:Configuration)?$/

/** API Gateway has a permission a HTTP method, not one an operation. */
const apiGatewayMethods: [RegExp, string][] = [
  [/^(Get|Export)/, 'GET'],
  [/^Update/, 'PATCH'],
  [/^(Delete|Flush|Untag)/, 'DELETE'],
  [/^(Put|Tag)/, 'PUT'],
  [/^/, 'POST'],
]

/**
 * The action that an IAM policy knows a call by, or undefined for what no policy allows (signing in).
 *
 * @param service eventSource without `.amazonaws.com`: monitoring
 * @param operation eventName; the version at the end of Lambda's and CloudFront's (ListFunctions20150331,
 *   GetFunction20150331v2, CreateFunction2020_05_31) is taken off
 * @example iamAction('s3', 'ListBuckets') === 's3:ListAllMyBuckets'
 */
export function iamAction(service: string, operation: string): string | undefined {
  const prefix = Object.hasOwn(prefixes, service) ? prefixes[service] : service
  const name = operation.replace(/20\d\d_?\d\d_?\d\d(v\d+)?$/, '')
  if (service === 'signin' || !/^[a-z0-9-]+$/.test(prefix ?? '') || !/^[A-Za-z0-9]+$/.test(name)) return undefined
  return `${prefix}:${actionName(service, name)}`
}

function actionName(service: string, name: string): string {
  if (service === 'apigateway') return apiGatewayMethods.find(([pattern]) => pattern.test(name))?.[1] ?? name
  const key = `${service}:${name}`
  const known = Object.hasOwn(actionNames, key) ? actionNames[key] : undefined
  if (known !== undefined || service !== 's3') return known ?? name
  const [, verb, subject] = s3Configuration.exec(name) ?? []
  return subject === undefined ? name : `${verb === 'Get' ? 'Get' : 'Put'}${subject}Configuration`
}
