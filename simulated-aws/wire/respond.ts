import { assertNever } from '../assert-never.js'
import type { JsonObject } from '../json.js'
import type { AwsError } from '../pipeline/aws-error.js'
import type { Reply, Success } from '../pipeline/call.js'
import type { ServiceFamily } from '../pipeline/service-family.js'
import { escapeXml, toFlatXml, toXml } from './xml.js'

export type WireResponse = {
  status: number
  contentType: string
  body: string | Buffer
  headers: Record<string, string>
}

/** What the answer has to be written for. */
export type ResponseTo = {
  family: ServiceFamily
  service: string
  operation: string
  requestId: string
  method: string
}

const namespaces: Record<string, string> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
}

export function respond(to: ResponseTo, reply: Reply): WireResponse {
  return reply.ok ? success(to, reply) : errorResponse(to, reply.error)
}

function success(to: ResponseTo, { result, content }: Success): WireResponse {
  const { operation, requestId, service } = to
  switch (to.family) {
    case 'query': {
      // What returns nothing has no Result element in IAM; of other services it is not known, and their clients want one.
      const isEmpty = result === undefined && (service === 'iam' || service === 'sts')
      const inner = isEmpty ? '' : `<${operation}Result>${toXml(result ?? {})}</${operation}Result>`
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`
      const namespace = namespaces[service] ?? `https://${service}.amazonaws.com/doc/`
      return xml(to, 200, `<${operation}Response xmlns="${namespace}">${inner}${metadata}</${operation}Response>`)
    }
    case 'ec2': {
      const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/'
      return xml(
        to,
        200,
        `<${operation}Response xmlns="${namespace}"><requestId>${requestId}</requestId></${operation}Response>`,
      )
    }
    case 'json':
    case 'rest-json':
      return json(to, 200, JSON.stringify(result ?? {}))
    case 's3':
      return content === undefined ? s3Success(to, result) : s3Object(to, content)
    default:
      return assertNever(to.family)
  }
}

const s3Roots: Record<string, string> = {
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjects: 'ListBucketResult',
  ListObjectsV2: 'ListBucketResult',
}

/** Apart from the buckets of trails the simulated S3 is empty: lists list nothing, everything else has no body. */
function s3Success(to: ResponseTo, result: JsonObject | undefined): WireResponse {
  if (to.operation === 'GetBucketLocation' && result !== undefined) return xml(to, 200, toFlatXml(result))
  const root = s3Roots[to.operation]
  if (root === undefined) return xml(to, to.method === 'DELETE' ? 204 : 200, '')
  const empty = root === 'ListAllMyBucketsResult' ? '<Buckets></Buckets>' : '<IsTruncated>false</IsTruncated>'
  const content = result === undefined ? empty : toFlatXml(result)
  return xml(to, 200, `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`)
}

function s3Object(to: ResponseTo, { bytes, headers }: NonNullable<Success['content']>): WireResponse {
  const body = to.method === 'HEAD' ? '' : bytes
  return { status: 200, contentType: 'application/json', body, headers: { ...requestIdHeader(to), ...headers } }
}

export function errorResponse(to: ResponseTo, error: AwsError): WireResponse {
  const { requestId, service } = to
  const code = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`
  switch (to.family) {
    case 'query': {
      const type = error.status >= 500 ? 'Receiver' : 'Sender'
      const namespace = namespaces[service] ?? `https://${service}.amazonaws.com/doc/`
      const content = `<Error><Type>${type}</Type>${code}</Error><RequestId>${requestId}</RequestId>`
      return xml(to, error.status, `<ErrorResponse xmlns="${namespace}">${content}</ErrorResponse>`)
    }
    case 'ec2': {
      const content = `<Errors><Error>${code}</Error></Errors><RequestID>${requestId}</RequestID>`
      return xml(to, error.status, `<Response>${content}</Response>`)
    }
    case 's3':
      return xml(to, error.status, `<Error>${code}<RequestId>${requestId}</RequestId></Error>`)
    case 'json':
      return json(to, error.status, JSON.stringify({ __type: error.code, message: error.message }))
    case 'rest-json': {
      const response = json(to, error.status, JSON.stringify({ message: error.message }))
      return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } }
    }
    default:
      return assertNever(to.family)
  }
}

function xml(to: ResponseTo, status: number, content: string): WireResponse {
  const hasBody = content !== '' && to.method !== 'HEAD'
  const body = hasBody ? `<?xml version="1.0" encoding="UTF-8"?>\n${content}` : ''
  const contentType = to.family === 's3' ? 'application/xml' : 'text/xml'
  return { status, contentType, body, headers: requestIdHeader(to) }
}

function json(to: ResponseTo, status: number, body: string): WireResponse {
  const contentType = to.family === 'json' ? 'application/x-amz-json-1.1' : 'application/json'
  return { status, contentType, body, headers: requestIdHeader(to) }
}

function requestIdHeader({ family, requestId }: ResponseTo): Record<string, string> {
  return family === 's3' ? { 'x-amz-request-id': requestId } : { 'x-amzn-requestid': requestId }
}
