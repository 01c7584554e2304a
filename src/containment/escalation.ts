import { isEntityName } from '../domain/arn.js'
import { type Entity, iamArn } from '../domain/principal.js'
import type { Suspect } from '../domain/verdict.js'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const SCP_CHARACTERS = 5_120

/**
 * What to use where a block cannot hold by itself: the ready text of a service control policy that denies everything to the
 * entity and to the users and roles that are suspect, and what it does not reach. A group is no principal: its `members` are
 * named. Names that are none for IAM are left out, so that nothing in the policy is a pattern but what is meant as one.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function escalationFor(entity: Entity, suspects: readonly Suspect[], members: readonly string[] = []): string {
  if (entity.type === 'rolesAnywhereProfile') return profileEscalation(entity)
  const arns = [...arnsOfEntity(entity, members), ...suspects.flatMap((suspect) => arnsOfSuspect(entity, suspect))]
  const policy = policyText([...new Set(arns)])
  const named = (wanted: Suspect['kind']) => suspects.flatMap(({ kind, name }) => (kind === wanted ? [name] : []))
  const [keys, sessions] = [named('accessKey'), named('session')]
  return [
    ...(arns.length === 0 ? [] : [`Attach this service control policy to account ${entity.accountId}:`, policy]),
    ...(policy.length > SCP_CHARACTERS
      ? [`It is longer than the ${SCP_CHARACTERS} characters that one SCP holds: split it.`]
      : []),
    ...(entity.type === 'group' ? ['An SCP cannot name a group: it names the members that the plan knew.'] : []),
    ...(entity.type === 'user' ? [federated] : []),
    ...(keys.length === 0 ? [] : [`An SCP cannot name access keys: turn these off: ${keys.join(', ')}.`]),
    ...(sessions.length === 0
      ? []
      : [`It leaves other roles alone: revoke the older sessions of these: ${sessions.join(', ')}.`]),
    managementAccount,
  ].join('\n')
}

/** A certificate is no principal that a policy could name: what is denied is to open the door again. */
function profileEscalation({ accountId }: Entity): string {
  const acts = [
    'CreateProfile',
    'UpdateProfile',
    'EnableProfile',
    'CreateTrustAnchor',
    'UpdateTrustAnchor',
    'EnableTrustAnchor',
  ]
  const statement = {
    Sid: 'TourniquetEscalation',
    Effect: 'Deny',
    Action: acts.map((act) => `rolesanywhere:${act}`),
    Resource: '*',
  }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
  return [
    `Attach this service control policy to account ${accountId}: nobody there can then turn a profile or a trust anchor on.`,
    policy,
    'Sessions that were handed out go on: block the roles that they are of.',
    managementAccount,
  ].join('\n')
}

const federated =
  'Federated sessions of the user have ARNs of their own (sts federated-user/NAME): add those that were seen.'
const managementAccount =
  'SCPs do not reach the management account of an organization, nor service-linked roles: there only IAM itself can deny.'

function policyText(arns: readonly string[]): string {
  const statement = {
    Sid: 'TourniquetEscalation',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { ArnLike: { 'aws:PrincipalArn': arns } },
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}

function arnsOfEntity(entity: Entity, members: readonly string[]): string[] {
  if (entity.type !== 'group') return [entity.arn]
  return members.flatMap((name) => arnsOf(entity, 'user', name))
}

function arnsOfSuspect(entity: Entity, { kind, name }: Suspect): string[] {
  return kind === 'user' || kind === 'role' ? arnsOf(entity, kind, name) : []
}

/** The path is not known, and names are unique across paths: with and without one. */
function arnsOf({ partition, accountId }: Entity, type: 'user' | 'role', name: string): string[] {
  if (!isEntityName(name)) return []
  return [`${type}/${name}`, `${type}/*/${name}`].map((resource) => iamArn(partition, accountId, resource))
}
