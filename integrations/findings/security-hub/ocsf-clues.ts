import type { PrincipalClues } from '../../../src/domain/resolve-principal.js'
import { readJson } from '../read-json.js'
import { accessKeyText, principalArnText, uniqueIdOfArn } from '../shared/access-key-text.js'
import { userTypeOfKey } from '../shared/agreed-principal.js'
import { fieldsOf } from '../shared/values-at.js'
import { iamTypeOf, isIamType, type Scope } from './asff-clues.js'
import type { OcsfResource, OcsfUser } from './ocsf-schema.js'

/** What the resources say about the accused; only those with the role of actor where there is one. */
export function ocsfResourceClues(resources: readonly OcsfResource[], scope: Scope): readonly PrincipalClues[] {
  const ofIam = resources.filter(({ type }) => isIamType(type))
  const actors = ofIam.filter(({ role }) => role?.toLowerCase() === 'actor')
  return (actors.length > 0 ? actors : ofIam).flatMap((resource) => cluesOf(resource, scope))
}

/** A user as OCSF has it. Its name may stand without a type: a long-lived key tells it, a temporary one leaves it open. */
export function ocsfUserClues(user: OcsfUser, scope: Scope, key: string | undefined): PrincipalClues {
  const name = user.name || undefined
  const uids = [user.uid, user.uid_alt].flatMap((uid) => uid || [])
  const accessKeyId = accessKeyText(user.credential_uid) ?? key
  return {
    partition: scope.partition,
    accountId: user.account?.uid || scope.accountId,
    arns: uids.flatMap((uid) => principalArnText(uid) ?? []),
    userType: knownType(user.type) ?? userTypeOfKey(accessKeyId, name),
    userName: name,
    // `uid_alt` may be anything; an id of IAM's is worth having wherever it stands.
    principalId: uids.find((uid) => /^(AROA|AIDA|AGPA)|^\d{12}(:|$)/.test(uid)),
    accessKeyId,
  }
}

/** OCSF's own words for a user's type (User, Admin, System) say nothing about IAM. */
function knownType(type: string | null | undefined): string | undefined {
  return /^(user|admin|system|unknown|other|service)$/i.test(type ?? '') ? undefined : (type ?? undefined)
}

function cluesOf(resource: OcsfResource, scope: Scope): PrincipalClues[] {
  const own = { partition: scope.partition, accountId: resource.owner?.account?.uid || scope.accountId }
  const kind = iamTypeOf(resource.type)
  const arn = principalArnText(resource.uid)
  const uniqueId = uniqueIdOfArn(arn)
  const arns = arn === undefined || uniqueId !== undefined ? [] : [arn]
  const user = resource.user ? [ocsfUserClues(resource.user, own, accessKeyText(resource.uid))] : []
  if (kind === 'key')
    return [{ ...own, arns, accessKeyId: accessKeyText(resource.uid) }, ...user, ...detailClues(resource, own)]
  const userType = { user: 'IAMUser', role: 'AssumedRole', group: 'Group' }[kind ?? 'user']
  return [{ ...own, arns, userType, principalId: uniqueId }, ...user]
}

/** `{"AwsIamAccessKey": {"PrincipalId": …}}` as Security Lake has it, or the same keys in snake_case without the wrapper. */
function detailClues({ data, details, uid }: OcsfResource, own: Scope): PrincipalClues[] {
  const fields = fieldsOf(unpacked(data ?? details))
  const key = fieldsOf(fields.get('AwsIamAccessKey') ?? fields.get('aws_iam_access_key'))
  const from = key.size > 0 ? key : fields
  const text = (...names: readonly string[]) => {
    const found = names.map((name) => from.get(name)).find((value) => typeof value === 'string' && value !== '')
    return typeof found === 'string' ? found : undefined
  }
  const userName = text('PrincipalName', 'principal_name', 'UserName', 'user_name')
  const accessKeyId = accessKeyText(text('AccessKeyId', 'access_key_id') ?? uid)
  const userType =
    text('PrincipalType', 'principal_type', 'UserType', 'user_type') ?? userTypeOfKey(accessKeyId, userName)
  const principalId = text('PrincipalId', 'principal_id')
  return [{ ...own, arns: [], userType, userName, principalId, accessKeyId }]
}

/** JSON inside of JSON is held to the same limits; a text that is none tells nothing. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const read = readJson(Buffer.from(value))
  return read.ok ? read.payload : undefined
}
