import type { Partition } from '../../../src/domain/partition.js'
import type { PrincipalClues } from '../../../src/domain/resolve-principal.js'
import type { AttackSequence } from './sequence-schema.js'

type Actor = NonNullable<AttackSequence['actors']>[number]
type Resource = NonNullable<AttackSequence['resources']>[number]
type Scope = { readonly partition: Partition; readonly accountId: string }

/** Everybody whom a sequence names, actors first and then the credentials among its resources; empty where it names nobody. */
export function sequenceClues({ actors, resources }: AttackSequence, scope: Scope): readonly PrincipalClues[] {
  return [
    ...(actors ?? []).flatMap((actor) => actorClues(actor, scope)),
    ...(resources ?? []).flatMap((resource) => keyClues(resource, scope)),
  ]
}

/** `session.issuer` is CloudTrail's `sessionIssuer.arn`: the role with its path. An unpromising text there is left out. */
function actorClues({ user, session }: Actor, { partition, accountId }: Scope): PrincipalClues[] {
  if (!user) return []
  const uid = user.uid ?? ''
  const issuer = session?.issuer ?? ''
  return [
    {
      partition,
      accountId: user.account?.uid || accountId,
      arns: [uid, issuer].filter((text) => text.startsWith('arn:')),
      userType: user.type ?? undefined,
      userName: user.name ?? undefined,
      principalId: uid.startsWith('arn:') ? undefined : uid,
      accessKeyId: user.credentialUid ?? undefined,
    },
  ]
}

function keyClues({ data, uid, resourceType, accountId }: Resource, scope: Scope): PrincipalClues[] {
  const key = data?.accessKey
  const isKey = /^(ACCESS_KEY|AccessKey|AwsIamAccessKey)$/.test(resourceType ?? '')
  if (!key || !isKey) return []
  return [
    {
      partition: scope.partition,
      accountId: accountId || scope.accountId,
      arns: [],
      userType: key.userType ?? undefined,
      userName: key.userName ?? undefined,
      principalId: key.principalId ?? undefined,
      accessKeyId: uid?.startsWith('arn:') ? undefined : (uid ?? undefined),
    },
  ]
}
