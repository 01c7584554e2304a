import { shortKeys } from '../../../integrations/slack/messages/text/short-keys.js'
import type { Account } from '../../../simulated-aws/account/account.js'
import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import { holderOfKey } from './key-holder.js'
import type { AttackerCall } from './ledger.js'

const MOST = 8

type Said = (parameters: Readonly<Record<string, string>>) => string

/** Calls whose meaning is more than their name. */
const SAID: Readonly<Record<string, Said>> = {
  'iam:CreateUser': ({ UserName }) => `made user ${UserName}`,
  'iam:CreateRole': ({ RoleName }) => `made role ${RoleName}`,
  'iam:CreateLoginProfile': ({ UserName }) => `gave user ${UserName} a console password`,
  'iam:UpdateAssumeRolePolicy': ({ RoleName }) => `changed who may assume role ${RoleName}`,
  'iam:PutRolePolicy': ({ RoleName, PolicyName }) => `wrote policy ${PolicyName} on role ${RoleName}`,
  'iam:PutUserPolicy': ({ UserName, PolicyName }) => `wrote policy ${PolicyName} on user ${UserName}`,
  'iam:AttachRolePolicy': ({ RoleName, PolicyArn }) => `attached policy ${nameIn(PolicyArn)} to role ${RoleName}`,
  'iam:AttachUserPolicy': ({ UserName, PolicyArn }) => `attached policy ${nameIn(PolicyArn)} to user ${UserName}`,
  'iam:DeleteRolePolicy': ({ RoleName, PolicyName }) => `took policy ${PolicyName} away from role ${RoleName}`,
  'iam:DeleteUserPolicy': ({ UserName, PolicyName }) => `took policy ${PolicyName} away from user ${UserName}`,
  'iam:DetachRolePolicy': ({ RoleName, PolicyArn }) => `took policy ${nameIn(PolicyArn)} away from role ${RoleName}`,
  'iam:DetachUserPolicy': ({ UserName, PolicyArn }) => `took policy ${nameIn(PolicyArn)} away from user ${UserName}`,
  'iam:CreatePolicyVersion': ({ PolicyArn }) => `rewrote policy ${nameIn(PolicyArn)}`,
  'iam:AddUserToGroup': ({ UserName, GroupName }) => `put user ${UserName} into group ${GroupName}`,
  'iam:RemoveUserFromGroup': ({ UserName, GroupName }) => `took user ${UserName} out of group ${GroupName}`,
  'iam:UpdateAccessKey': ({ AccessKeyId, Status }) => `set access key ${AccessKeyId} to ${Status}`,
  'rolesanywhere:CreateTrustAnchor': ({ name }) => `registered trust anchor ${name} of its own`,
  'rolesanywhere:CreateProfile': ({ name }) => `made Roles Anywhere profile ${name}`,
  'rolesanywhere:CreateSession': ({ roleArn }) => `came in by a certificate as role ${nameIn(roleArn)}`,
  'cloudtrail:StopLogging': ({ Name }) => `stopped trail ${nameIn(Name)}`,
  'cloudtrail:DeleteTrail': ({ Name }) => `deleted trail ${nameIn(Name)}`,
  'cloudtrail:UpdateTrail': ({ Name, S3BucketName }) => `made trail ${nameIn(Name)} write to bucket ${S3BucketName}`,
  'cloudtrail:PutEventSelectors': ({ TrailName }) => `changed what trail ${nameIn(TrailName)} records`,
  's3:GetObject': ({ bucketName }) => `read objects of bucket ${bucketName}`,
  // In CloudTrail's records its first letter is small, and a file may have either.
  'secretsmanager:GetSecretValue': ({ SecretId, secretId }) => `read secret ${SecretId ?? secretId}`,
}

/** Told by the credentials that they gave. */
const GIVING = ['iam:CreateAccessKey', 'sts:AssumeRole', 'sts:GetFederationToken', 'sts:GetSessionToken']

/** What a call that was carried out came to, where that is more than its name says; null: it is not. */
export function meaningOfCall({ operation, outcome, logged }: AttackerCall): string | null {
  return outcome === 'carriedOut' ? (SAID[operation]?.(textsOf(logged)) ?? null) : null
}

/** What a round came to, for people. Key ids are shortened; names are as the account has them, not escaped. */
export function roundInWords(home: Account, calls: readonly AttackerCall[], gained: readonly string[]): string {
  const carriedOut = calls.filter(({ outcome }) => outcome === 'carriedOut')
  const told = carriedOut.flatMap((call) => meaningOfCall(call) ?? [])
  const rest = carriedOut.filter(({ operation }) => SAID[operation] === undefined && !GIVING.includes(operation))
  const parts = [
    ...first(told, MOST),
    ...gained.map((key) => gainInWords(home, key, carriedOut)),
    ...listed('called', rest),
    ...listed(
      'was denied',
      calls.filter(({ outcome }) => outcome === 'denied'),
    ),
    ...calls.flatMap(({ outcome, operation, logged: { error } }) =>
      outcome === 'failed' ? [`${operation} failed (${error})`] : [],
    ),
  ]
  return shortKeys([...new Set(parts)].join('; '))
}

/** `made access key AKIA…0001 for user svc-backup`, `assumed a role: key ASIA…0002 of assumed-role/release/maintenance`. */
function gainInWords(home: Account, key: string, calls: readonly AttackerCall[]): string {
  const isCalled = (operation: string) => calls.some((call) => call.operation === operation)
  const holder = holderOfKey(home, key)
  const name = holder?.name ?? 'nobody'
  const of = `key ${key} of ${name}`
  switch (holder?.kind) {
    case 'user':
      // One that it did not make was its own from the start: `as: {user: …}` of a step.
      return isCalled('iam:CreateAccessKey')
        ? `made access key ${key} for ${name.replace('/', ' ')}`
        : `acts with ${of}`
    case 'console':
      return `signed in to the console: ${of}`
    case 'role':
      return isCalled('sts:AssumeRole') ? `assumed a role: ${of}` : `has new credentials: ${of}`
    case 'federated':
      return `got a federation token: ${of}`
    case 'userSession':
      return `got a session token: ${of}`
    default:
      return `has new credentials: ${of}`
  }
}

function listed(verb: string, calls: readonly AttackerCall[]): string[] {
  const names = [...new Set(calls.map(({ operation }) => operation))]
  return names.length === 0 ? [] : [`${verb} ${first(names, MOST).join(', ')}`]
}

function first(texts: readonly string[], most: number): string[] {
  const distinct = [...new Set(texts)]
  const more = distinct.length - most
  return [...distinct.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])]
}

function textsOf({ parameters }: LoggedCall): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/** Of an ARN the name at its end. */
function nameIn(arn = ''): string {
  return arn.split('/').at(-1) ?? arn
}
