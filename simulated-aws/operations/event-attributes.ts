import { assertNever } from '../assert-never.js'
import { fieldOf, isJsonObject, type Json, type JsonObject, textOf } from '../json.js'

export const lookupKeys = [
  ...(['EventId', 'EventName', 'ReadOnly', 'Username', 'ResourceType', 'ResourceName'] as const),
  ...(['EventSource', 'AccessKeyId'] as const),
]
export type LookupKey = (typeof lookupKeys)[number]

type Resource = { readonly type: string; readonly name: string }

export type EventAttributes = {
  eventId: string | undefined
  eventName: string | undefined
  readOnly: string | undefined
  username: string | undefined
  eventSource: string | undefined
  accessKeyId: string | undefined
  resources: readonly Resource[]
}

/** The event history holds management events only. Records before version 1.07 have no category and are such. */
export function isInEventHistory(record: JsonObject): boolean {
  return record.managementEvent !== false && record.eventCategory !== 'Data'
}

/** What LookupEvents says about a record beside the record itself. */
export function attributesOf(record: JsonObject): EventAttributes {
  return {
    eventId: textOf(fieldOf(record, 'eventID')),
    eventName: textOf(fieldOf(record, 'eventName')),
    readOnly: readOnlyOf(record),
    username: usernameOf(record),
    eventSource: textOf(fieldOf(record, 'eventSource')),
    accessKeyId: textOf(fieldOf(record, 'userIdentity', 'accessKeyId')),
    resources: resourcesOf(record),
  }
}

/** Reads no more of the record than the attribute needs: a lookup walks the whole history. */
export function matchesAttribute(record: JsonObject, key: LookupKey, value: string): boolean {
  switch (key) {
    case 'EventId':
      return record.eventID === value
    case 'EventName':
      return record.eventName === value
    case 'ReadOnly':
      return readOnlyOf(record) === value.toLowerCase()
    case 'Username':
      return usernameOf(record) === value
    case 'EventSource':
      return record.eventSource === value
    case 'AccessKeyId':
      return fieldOf(record, 'userIdentity', 'accessKeyId') === value
    case 'ResourceType':
      return resourcesOf(record).some(({ type }) => type === value)
    case 'ResourceName':
      return resourcesOf(record).some(({ name }) => name === value)
    default:
      return assertNever(key)
  }
}

function readOnlyOf(record: JsonObject): string | undefined {
  const readOnly = fieldOf(record, 'readOnly')
  return readOnly === undefined || readOnly === null ? undefined : String(readOnly)
}

/** A session is listed under its own name, not under its role or user: looking up the role's name does not find it. */
function usernameOf(record: JsonObject): string | undefined {
  const identity = fieldOf(record, 'userIdentity')
  const principalId = textOf(fieldOf(identity, 'principalId'))
  const type = fieldOf(identity, 'type')
  if (type === 'AssumedRole' || type === 'FederatedUser') return principalId?.split(':').slice(1).join(':')
  if (type === 'Root') return 'root'
  return textOf(fieldOf(identity, 'userName'))
}

const parameterTypes: Record<string, string> = {
  roleName: 'AWS::IAM::Role',
  roleArn: 'AWS::IAM::Role',
  userName: 'AWS::IAM::User',
  groupName: 'AWS::IAM::Group',
  instanceProfileName: 'AWS::IAM::InstanceProfile',
  policyArn: 'AWS::IAM::Policy',
  permissionsBoundary: 'AWS::IAM::Policy',
  policyName: 'AWS::IAM::Policy',
  accessKeyId: 'AWS::IAM::AccessKey',
  bucketName: 'AWS::S3::Bucket',
  instanceId: 'AWS::EC2::Instance',
  functionName: 'AWS::Lambda::Function',
}

/** What a call created, by the field of responseElements that describes it: its ARN and its unique id. */
const createdFields: [field: string, type: string, id: string][] = [
  ['role', 'AWS::IAM::Role', 'roleId'],
  ['user', 'AWS::IAM::User', 'userId'],
  ['group', 'AWS::IAM::Group', 'groupId'],
  ['policy', 'AWS::IAM::Policy', 'policyId'],
  ['instanceProfile', 'AWS::IAM::InstanceProfile', 'instanceProfileId'],
]

/** A record never changes, and a lookup by a resource walks the whole history for each. */
const known = new WeakMap<JsonObject, readonly Resource[]>()

/** What the record names: its own `resources`, what its parameters point to, and what a call created or handed out. */
function resourcesOf(record: JsonObject): readonly Resource[] {
  const resources = known.get(record) ?? readResources(record)
  known.set(record, resources)
  return resources
}

function readResources(record: JsonObject): Resource[] {
  const named = Object.entries(parameterTypes).flatMap(([parameter, type]) =>
    resource(type, fieldOf(record, 'requestParameters', parameter)),
  )
  const response = fieldOf(record, 'responseElements')
  const created = createdFields.flatMap(([field, type, id]) => [
    ...resource(type, fieldOf(response, field, 'arn')),
    ...resource(type, fieldOf(response, field, id)),
  ])
  const issued = [
    ...resource('AWS::IAM::AccessKey', fieldOf(response, 'credentials', 'accessKeyId')),
    ...resource('AWS::IAM::AccessKey', fieldOf(response, 'accessKey', 'accessKeyId')),
    ...resource('AWS::IAM::User', fieldOf(response, 'accessKey', 'userName')),
    ...resource('AWS::STS::AssumedRole', fieldOf(response, 'assumedRoleUser', 'arn')),
    ...resource('AWS::STS::AssumedRole', fieldOf(response, 'assumedRoleUser', 'assumedRoleId')),
    ...resource('AWS::STS::FederatedUser', fieldOf(response, 'federatedUser', 'arn')),
    ...resource('AWS::STS::FederatedUser', fieldOf(response, 'federatedUser', 'federatedUserId')),
  ]
  const all = [
    ...issued,
    ...created,
    ...named,
    ...trailResources(record),
    ...listedResources(fieldOf(record, 'resources')),
  ]
  return [...new Map(all.map((entry) => [`${entry.type} ${entry.name}`, entry])).values()]
}

/** CloudTrail's own operations call their trail `name` or `trailName`, which elsewhere may mean anything. */
function trailResources(record: JsonObject): Resource[] {
  if (fieldOf(record, 'eventSource') !== 'cloudtrail.amazonaws.com') return []
  return ['name', 'trailName'].flatMap((parameter) =>
    resource('AWS::CloudTrail::Trail', fieldOf(record, 'requestParameters', parameter)),
  )
}

function listedResources(resources: Json | undefined): Resource[] {
  if (!Array.isArray(resources)) return []
  return resources.filter(isJsonObject).flatMap((entry) => resource(textOf(entry.type) ?? 'Unknown', entry.ARN))
}

function resource(type: string, name: Json | undefined): Resource[] {
  return typeof name === 'string' && name !== '' ? [{ type, name }] : []
}
