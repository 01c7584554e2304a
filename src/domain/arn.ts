import { accountIdSchema, type Partition, partitionSchema } from './partition.js'
import { entityNameSchema } from './principal.js'
import { quoteText } from './quote-text.js'

/** `arn:partition:service:region:account:resource`; `region` is '' for IAM and STS. */
export interface Arn {
  readonly partition: Partition
  readonly service: string
  readonly region: string
  readonly accountId: string
  readonly resource: string
}
export type ArnParse = { readonly ok: true; readonly arn: Arn } | { readonly ok: false; readonly reason: string }

interface PrincipalArnScope {
  readonly partition: Partition
  readonly accountId: string
  /** The text as it was given. */
  readonly arn: string
}
export type PrincipalArn = PrincipalArnScope &
  (
    | { readonly kind: 'role' | 'user' | 'group'; readonly path: string; readonly name: string }
    /** An assumed-role ARN has lost the role's path: only GetRole can tell it. */
    | { readonly kind: 'assumedRole'; readonly roleName: string; readonly sessionName: string }
    | { readonly kind: 'federatedUser'; readonly name: string }
    | { readonly kind: 'root' }
  )
export type PrincipalArnParse =
  | { readonly ok: true; readonly principal: PrincipalArn }
  | { readonly ok: false; readonly reason: string }

const ARN = /^arn:([^:]+):([a-z0-9-]+):([a-z0-9-]*):([^:]*):(.+)$/
const MAX_ARN_CHARACTERS = 2048

/**
 * Splits an ARN that names one thing in one account. Refused, with a reason: other partitions than the three served, an
 * account that is not twelve digits (so S3 buckets and AWS managed policies too), wildcards, white space, control and
 * non-ASCII characters, and `.` or `..` as a part of a path.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): ArnParse {
  if (text.length > MAX_ARN_CHARACTERS) return refused(`An ARN has at most ${MAX_ARN_CHARACTERS} characters`)
  if (!/^[\x21-\x7e]+$/.test(text)) return refused(`${quoteText(text)} has a character that no ARN has`)
  if (/[*?]/.test(text)) return refused(`${quoteText(text)} has a wildcard, so it does not name one thing`)
  const [, partitionText, service, region, accountText, resource] = ARN.exec(text) ?? []
  if (service === undefined || region === undefined || resource === undefined) {
    return refused(`${quoteText(text)} is not an ARN`)
  }
  const partition = partitionSchema.safeParse(partitionText)
  if (!partition.success) return refused(`The partition of ${quoteText(text)} is not one of aws, aws-cn, aws-us-gov`)
  const accountId = accountIdSchema.safeParse(accountText)
  if (!accountId.success) return refused(`The account of ${quoteText(text)} is not twelve digits`)
  // STS resources have no path: their last part is a session name, and `..` is a session name that anybody may choose.
  if (service !== 'sts' && /(^|\/)\.{1,2}(\/|$)/.test(resource))
    return refused(`${quoteText(text)} climbs out of its path`)
  return { ok: true, arn: { partition: partition.data, service, region, accountId: accountId.data, resource } }
}

/**
 * An ARN that names an IAM or STS principal: role, user, group, assumed-role session, federated user or the root user.
 * Everything else (instance profiles, policies, SAML providers) is refused. Names keep their case.
 */
export function parsePrincipalArn(text: string): PrincipalArnParse {
  const parsed = parseArn(text)
  if (!parsed.ok) return parsed
  const { partition, service, region, accountId, resource } = parsed.arn
  if (region !== '') return refused(`${quoteText(text)} has a region, which no principal's ARN has`)
  const scope = { partition, accountId, arn: text }
  if (service === 'iam') return parseIamResource(scope, resource)
  if (service === 'sts') return parseStsResource(scope, resource)
  return refused(`${quoteText(text)} is not the ARN of an IAM or STS principal`)
}

/** A name that IAM would take for a role, user or group, and that means nothing else where a name becomes a file name. */
export function isEntityName(text: string): boolean {
  return entityNameSchema.safeParse(text).success && !/^\.+$/.test(text)
}

/**
 * STS asks for 2 to 64 of these characters; longer ones are let through, since what services choose for their own sessions is
 * not documented. `..` is allowed: refusing it would let an intruder hide a role by choosing that session name.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function isSessionName(text: string): boolean {
  return entityNameSchema.safeParse(text).success
}

function parseIamResource(scope: PrincipalArnScope, resource: string): PrincipalArnParse {
  if (resource === 'root') return { ok: true, principal: { ...scope, kind: 'root' } }
  const [, kind, path = '/', name = ''] = /^(role|user|group)(\/|\/.*\/)([^/]*)$/.exec(resource) ?? []
  if (kind !== 'role' && kind !== 'user' && kind !== 'group') {
    return refused(`${quoteText(scope.arn)} names neither a role, a user, a group nor the root user`)
  }
  if (!isEntityName(name)) return refused(`${quoteText(scope.arn)} ends in what is not an IAM name`)
  return { ok: true, principal: { ...scope, kind, path, name } }
}

function parseStsResource(scope: PrincipalArnScope, resource: string): PrincipalArnParse {
  const [kind, name = '', sessionName, ...rest] = resource.split('/')
  if (kind === 'assumed-role' && sessionName !== undefined && rest.length === 0) {
    if (!isEntityName(name)) return refused(`${quoteText(scope.arn)} has a role name that is not an IAM name`)
    if (!isSessionName(sessionName)) return refused(`${quoteText(scope.arn)} has a session name that STS does not give`)
    return { ok: true, principal: { ...scope, kind: 'assumedRole', roleName: name, sessionName } }
  }
  if (kind === 'federated-user' && sessionName === undefined && isEntityName(name)) {
    return { ok: true, principal: { ...scope, kind: 'federatedUser', name } }
  }
  return refused(`${quoteText(scope.arn)} names neither a role session nor a federated user`)
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${reason}.` }
}
