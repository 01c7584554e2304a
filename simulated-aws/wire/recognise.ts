import { assertNever } from '../assert-never.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { type Failure, failure } from '../pipeline/aws-error.js'
import { familyOf, type ServiceFamily } from '../pipeline/service-family.js'
import { anywhereOperation } from './anywhere-operation.js'
import { formParameters } from './form.js'
import { s3Operation } from './s3-operation.js'
import type { WireRequest } from './wire-request.js'

export type Recognised = {
  readonly ok: true
  readonly operation: string
  readonly parameters: JsonObject
  readonly resource?: string
}

/** The protocol of a request. X-Amz-Target decides for JSON services, since their list here is not complete. */
export function familyOfRequest(request: WireRequest, service: string): ServiceFamily {
  if (request.headers.has('x-amz-target')) return 'json'
  if (service === 's3' || service === 'ec2') return service
  if (isForm(request) || request.query.has('Action')) return 'query'
  return familyOf(service)
}

/** Which operation is asked for, with what. The failure is what AWS answers to a request that it cannot read. */
export function recognise(request: WireRequest, service: string, partition: string): Recognised | Failure {
  const family = familyOfRequest(request, service)
  switch (family) {
    case 'query':
    case 'ec2':
      return queryOperation(request, service)
    case 'json':
      return jsonOperation(request)
    case 's3':
      return { ok: true, ...s3Operation(request, partition) }
    case 'rest-json':
      return service === 'rolesanywhere' ? restPathOperation(request) : restJsonOperation(request)
    default:
      return assertNever(family)
  }
}

const versions: Record<string, string> = { iam: '2010-05-08', sts: '2011-06-15', sns: '2010-03-31' }

function queryOperation(request: WireRequest, service: string): Recognised | Failure {
  if (request.method === 'POST' && !isForm(request)) {
    const given = request.headers.get('content-type') ?? 'none'
    return bad('MissingAction', `Content type ${given.slice(0, 100)} is not application/x-www-form-urlencoded.`)
  }
  const form = request.method === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : request.query
  const action = form.get('Action')
  if (action === null || action === '')
    return bad('MissingAction', 'The request is missing an action or operation parameter.')
  const version = form.get('Version')
  const expected = versions[service] ?? version
  if (!isOperationName(action) || version !== expected) {
    return bad(
      'InvalidAction',
      `Could not find operation ${action.slice(0, 100)} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
    )
  }
  return { ok: true, operation: action, parameters: formParameters(form) }
}

function jsonOperation(request: WireRequest): Recognised | Failure {
  const operation = (request.headers.get('x-amz-target') ?? '').split('.').at(-1) ?? ''
  if (!isOperationName(operation))
    return bad('UnknownOperationException', 'The X-Amz-Target header names no operation.')
  const parameters = readJson(request.body)
  if (parameters === undefined) return bad('SerializationException', 'The body is not a JSON object.')
  return { ok: true, operation, parameters }
}

const restJsonOperations: [RegExp, string][] = [
  [/^GET \/2015-03-31\/functions\/?$/, 'ListFunctions20150331'],
  [/^GET \/2015-03-31\/functions\/[^/]+$/, 'GetFunction20150331v2'],
  [/^POST \/2015-03-31\/functions\/?$/, 'CreateFunction20150331'],
  [/^POST \/2015-03-31\/functions\/[^/]+\/invocations$/, 'Invoke'],
  [/^GET \/clusters\/?$/, 'ListClusters'],
  [/^POST \/graphs\/list$/, 'ListGraphs'],
  [/^POST \/investigations\/startInvestigation$/, 'StartInvestigation'],
  [/^POST \/investigations\/getInvestigation$/, 'GetInvestigation'],
  [/^POST \/investigations\/listIndicators$/, 'ListIndicators'],
  [/^POST \/investigations\/listInvestigations$/, 'ListInvestigations'],
  [/^POST \/detector\/(?<detectorId>[^/]+)\/findings\/get$/, 'GetFindings'],
  [/^POST \/findings$/, 'GetFindings'],
]

/** In REST protocols only a service's own table of paths tells the operation; these few are known here. */
function restJsonOperation(request: WireRequest): Recognised | Failure {
  const line = `${request.method} ${request.path}`
  const known = restJsonOperations.find(([pattern]) => pattern.test(line))
  if (known === undefined) return unknownOperation()
  const [pattern, name] = known
  return { ok: true, operation: name, parameters: { ...readJson(request.body), ...pattern.exec(line)?.groups } }
}

/** Roles Anywhere has ids in its paths, and its queries say which page. */
function restPathOperation(request: WireRequest): Recognised | Failure {
  const known = anywhereOperation(request)
  if (known === undefined) return unknownOperation()
  const body = readJson(request.body)
  if (body === undefined) return bad('ValidationException', 'The body is not a JSON object.')
  return { ok: true, operation: known.operation, parameters: { ...body, ...known.parameters } }
}

function unknownOperation(): Failure {
  const message = 'The simulated account does not know this operation.'
  return failure({ code: 'UnknownOperationException', status: 404, message })
}

function isForm({ headers }: WireRequest): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')
}

function isOperationName(name: string): boolean {
  return /^[A-Z][A-Za-z0-9]{2,80}$/.test(name)
}

function readJson(body: Buffer): JsonObject | undefined {
  if (body.length === 0) return {}
  try {
    const value: Json = JSON.parse(body.toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function bad(code: string, message: string): Failure {
  return failure({ code, status: 400, message })
}
