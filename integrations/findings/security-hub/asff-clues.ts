import type { Partition } from '../../../src/domain/partition.js'
import type { PrincipalClues } from '../../../src/domain/resolve-principal.js'
import { sequenceClues } from '../guardduty/sequence-clues.js'
import { type AttackSequence, sequenceSchema } from '../guardduty/sequence-schema.js'
import { accessKeyText, principalArnText, uniqueIdOfArn } from '../shared/access-key-text.js'
import { userTypeOfKey } from '../shared/agreed-principal.js'
import { fieldsOf } from '../shared/values-at.js'
import type { AsffFinding, AsffResource } from './asff-schema.js'

export type Scope = { readonly partition: Partition; readonly accountId: string }

/** `AwsIamAccessKey`; old records, and the second version's, have CloudFormation's `AWS::IAM::AccessKey`. */
const IAM_TYPES = new Map([
  ['awsiamaccesskey', 'key'],
  ['awsiamuser', 'user'],
  ['awsiamrole', 'role'],
  ['awsiamgroup', 'group'],
] as const)

export type IamType = 'key' | 'user' | 'role' | 'group'

export function iamTypeOf(type: string): IamType | undefined {
  const plain = type.toLowerCase().replaceAll(':', '')
  return [...IAM_TYPES].find(([known]) => known === plain)?.[1]
}

export function isIamType(type: string): boolean {
  return iamTypeOf(type) !== undefined
}

/** The attack sequence of a finding of Extended Threat Detection, where it names anybody. */
export function asffSequence({ Detection }: AsffFinding): AttackSequence | undefined {
  const parsed = sequenceSchema.safeParse(fieldsOf(Detection).get('Sequence'))
  if (!parsed.success) return undefined
  return sequenceClues(parsed.data, { partition: 'aws', accountId: '' }).length === 0 ? undefined : parsed.data
}

/**
 * What the resources say about the accused. Where one has the role of actor, only actors count: what they acted upon is
 * accused of nothing.
 */
export function resourceClues(resources: readonly AsffResource[], scope: Scope): readonly PrincipalClues[] {
  const ofIam = resources.filter(({ Type }) => isIamType(Type))
  const actors = ofIam.filter(({ ResourceRole }) => ResourceRole?.toLowerCase() === 'actor')
  return (actors.length > 0 ? actors : ofIam).map((resource) => cluesOf(resource, scope))
}

function cluesOf(resource: AsffResource, scope: Scope): PrincipalClues {
  const kind = iamTypeOf(resource.Type)
  const arn = principalArnText(resource.Id)
  const uniqueId = uniqueIdOfArn(arn) ?? /^(?:AIDA|AROA|AGPA)\w{4,124}$/.exec(resource.Id ?? '')?.[0]
  const arns = arn === undefined || uniqueId !== undefined ? [] : [arn]
  if (kind === 'key') return keyClues(resource, scope, arns)
  const { AwsIamUser: user, AwsIamRole: role, AwsIamGroup: group } = resource.Details ?? {}
  const name = user?.UserName ?? role?.RoleName ?? group?.GroupName ?? undefined
  const id = user?.UserId ?? role?.RoleId ?? group?.GroupId ?? uniqueId
  // The types as access keys have them, so that a user and its key are seen to agree.
  const userType = { user: 'IAMUser', role: 'AssumedRole', group: 'Group' }[kind ?? 'user']
  return { ...scope, arns, userType, userName: name, principalId: id }
}

function keyClues({ Id, Details }: AsffResource, scope: Scope, idArns: readonly string[]): PrincipalClues {
  const key = Details?.AwsIamAccessKey
  const accessKeyId = accessKeyText(key?.AccessKeyId) ?? accessKeyText(Id)
  const sessionIssuer = key?.SessionContext?.SessionIssuer
  const issuerName = /^assumed.?role$/i.test(key?.PrincipalType ?? '') ? sessionIssuer?.UserName : undefined
  const name = key?.PrincipalName || key?.UserName || issuerName || undefined
  const issuer = principalArnText(sessionIssuer?.Arn)
  const arns = [...idArns, ...(issuer === undefined ? [] : [issuer]), ...(name?.startsWith('arn:') ? [name] : [])]
  const userName = name?.startsWith('arn:') ? undefined : name
  return {
    partition: scope.partition,
    accountId: key?.AccountId || scope.accountId,
    arns,
    userType: key?.PrincipalType || userTypeOfKey(accessKeyId, userName),
    userName,
    principalId: key?.PrincipalId ?? undefined,
    accessKeyId,
  }
}
