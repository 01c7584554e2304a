import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { fieldsOf, type JsonObject, textOf } from './record-values.js'
import { remembered } from './remembered.js'

type Target = NonNullable<CloudTrailEvent['target']>
type Named = readonly (readonly [parameter: string, type: string])[]

/** In the order in which a call is about them: AttachRolePolicy is about the role, CreatePolicyVersion about the policy. */
const iam: Named = [
  ['roleName', 'role'],
  ['userName', 'user'],
  ['groupName', 'group'],
  ['instanceProfileName', 'instanceProfile'],
  ['policyArn', 'policy'],
  ['policyName', 'policy'],
  ['sAMLProviderArn', 'samlProvider'],
  ['openIDConnectProviderArn', 'oidcProvider'],
  ['aWSServiceName', 'service'],
  ['name', 'samlProvider'],
  ['url', 'oidcProvider'],
  ['serialNumber', 'mfaDevice'],
  ['virtualMFADeviceName', 'mfaDevice'],
  ['serverCertificateName', 'certificate'],
  ['accountAlias', 'account'],
  ['accessKeyId', 'accessKey'],
]

const sts: Named = [
  ['roleArn', 'role'],
  ['targetPrincipal', 'account'],
  ['name', 'federatedUser'],
  ['accessKeyId', 'accessKey'],
]

/**
 * What the call was about. IAM and STS name it by parameters that are known here; elsewhere it is the first parameter that
 * names something (`functionName`, `trailArn`, `dBInstanceIdentifier`), the first of a list (`instancesSet`), or else the
 * first of `resources`. A guess for the other services, good enough to be shown and counted, not to act upon.
 */
export function targetIn(
  eventSource: string,
  request: JsonObject | undefined,
  response: JsonObject | undefined,
  resources: Json | undefined,
): Target | undefined {
  if (request === undefined) return inResources(resources)
  if (eventSource === 'iam.amazonaws.com') return withAnsweredArn(byTable(iam, request), response)
  if (eventSource === 'sts.amazonaws.com') return byTable(sts, request) ?? inResources(resources)
  return byName(request, serviceOf(eventSource), 0) ?? inResources(resources)
}

function byTable(table: Named, request: JsonObject): Target | undefined {
  for (const [parameter, type] of table) {
    const name = textOf(request[parameter])
    if (name !== undefined) return targetOf(type, name)
  }
  return undefined
}

/** IAM answers with the ARN of what it made; only there the path is said. */
function withAnsweredArn(target: Target | undefined, response: JsonObject | undefined): Target | undefined {
  if (target === undefined || target.arn !== undefined || response === undefined) return target
  const arn = textOf(fieldsOf(response[target.type])?.arn)
  return arn === undefined ? target : { ...target, arn }
}

/** Lists of calls lie two deep: `instancesSet.items[0].instanceId`. */
const maxDepth = 3

function byName(fields: JsonObject, service: string, depth: number): Target | undefined {
  for (const name in fields) {
    const type = typeNamedBy(name)
    const text = type === null ? undefined : textOf(fields[name])
    if (type !== null && text !== undefined) return targetOf(type === '' ? service : type, text)
  }
  if (depth >= maxDepth) return undefined
  for (const name in fields) {
    const value = fields[name]
    const inner = fieldsOf(Array.isArray(value) ? value[0] : value)
    const found = inner && byName(inner, service, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

const namings = ['Name', 'Arn', 'ARN', 'Id', 'Identifier']

/** `function` of `functionName`; '' for a bare `name`, which is the service's; null for parameters that name nothing. */
const typeNamedBy = remembered((parameter) => {
  if (parameter === 'name' || parameter === 'id' || parameter === 'arn') return ''
  const naming = namings.find((end) => parameter.endsWith(end) && parameter.length > end.length)
  return naming === undefined ? null : parameter.slice(0, -naming.length)
})

function serviceOf(eventSource: string): string {
  const dot = eventSource.indexOf('.')
  return dot === -1 ? eventSource : eventSource.slice(0, dot)
}

/** `AWS::S3::Object` is an `object`; where no type is said, the service of the ARN stands for it. */
function inResources(resources: Json | undefined): Target | undefined {
  const first = Array.isArray(resources) ? fieldsOf(resources[0]) : undefined
  const arn = first && (textOf(first.ARN) ?? textOf(first.arn))
  if (first === undefined || arn === undefined) return undefined
  const said = textOf(first.type)
  const type = said === undefined ? undefined : said.slice(said.lastIndexOf(':') + 1)
  return targetOf(type === undefined ? (arn.split(':')[2] ?? '') : type.charAt(0).toLowerCase() + type.slice(1), arn)
}

function targetOf(type: string, text: string): Target {
  if (!text.startsWith('arn:')) return { type, name: text }
  const last = Math.max(text.lastIndexOf('/'), text.lastIndexOf(':'))
  return { type, name: text.slice(last + 1), arn: text }
}
