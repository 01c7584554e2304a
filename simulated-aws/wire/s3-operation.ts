import type { JsonObject } from '../json.js'
import type { WireRequest } from './wire-request.js'

export type RestOperation = { operation: string; parameters: JsonObject; resource: string }

/** The query parameters that make another operation of a bucket or object request, and how they are called. */
const subresources: Record<string, string> = {
  acl: 'Acl',
  cors: 'Cors',
  encryption: 'Encryption',
  lifecycle: 'Lifecycle',
  location: 'Location',
  logging: 'Logging',
  notification: 'Notification',
  'object-lock': 'ObjectLockConfiguration',
  policy: 'Policy',
  policyStatus: 'PolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'Replication',
  tagging: 'Tagging',
  versioning: 'Versioning',
  website: 'Website',
}

const verbs: Record<string, string> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', HEAD: 'Head', POST: 'Put' }

/** Which S3 operation a path-style request is. */
export function s3Operation(request: WireRequest, partition: string): RestOperation {
  const [, bucket = '', ...keyParts] = request.path.split('/')
  const key = keyParts.join('/')
  if (bucket === '') return { operation: 'ListBuckets', parameters: {}, resource: '*' }
  const resource = `arn:${partition}:s3:::${bucket}${key === '' ? '' : `/${decode(key)}`}`
  const operation = nameOf(request, key !== '')
  const asked = operation.startsWith('ListObjects') ? listParameters(request) : {}
  const parameters = { bucketName: decode(bucket), ...(key !== '' && { key: decode(key) }), ...asked }
  return { operation, parameters, resource }
}

/** Which part of the list is wanted: query parameters by their own names, as records of S3 have them. */
function listParameters({ query }: WireRequest): JsonObject {
  const names = ['prefix', 'delimiter', 'continuation-token', 'max-keys', 'start-after', 'marker']
  return Object.fromEntries(names.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])))
}

function nameOf({ method, query }: WireRequest, isObject: boolean): string {
  const verb = verbs[method] ?? 'Get'
  const level = isObject ? 'Object' : 'Bucket'
  const subresource = Object.keys(subresources).find((name) => query.has(name))
  if (subresource !== undefined) return `${verb}${level}${subresources[subresource]}`
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects'
  if (isObject || method === 'HEAD') return `${verb}${level}`
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'
  return method === 'PUT' ? 'CreateBucket' : `${verb}Bucket`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
