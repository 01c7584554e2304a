import type { JsonObject } from '../json.js'
import { parsePolicyDocument, parseTrustPolicy } from '../policy/evaluate.js'
import type { Seed, SeedRole, SeedUser } from '../seed/seed.js'
import { type Account, type AccountSettings, findRole, iamArn, writtenPolicies } from './account.js'
import { CallLog } from './call-log.js'
import type { Role, User } from './entities.js'
import { derivedId, type Random } from './identifiers.js'
import { builtInPolicies } from './managed-policies.js'
import { PolicyHistory } from './policy-history.js'
import { issueSession, seededSecret } from './sessions.js'
import { Trail } from './trail.js'
import { defaultTrustPolicy } from './trust-policy.js'

/** A seed that describes an account AWS would not let exist. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}

export type AccountOptions = { seed: Seed; settings: AccountSettings; now: () => Date; random: Random }

/** Throws SeedError for a duplicate name, a malformed policy, or a session of a role that is not there. */
export function createAccount({ seed, settings, now, random }: AccountOptions): Account {
  const account: Account = {
    partition: seed.partition,
    accountId: seed.accountId,
    region: seed.region,
    settings,
    now,
    random,
    roles: new Map(),
    users: new Map(),
    sessions: new Map(),
    managedPolicies: new Map(builtInPolicies(seed.partition).map((policy) => [policy.arn, policy])),
    trail: new Trail(),
    calls: new CallLog(),
  }
  for (const policy of seed.managedPolicies) addManagedPolicy(account, policy.arn, policy.name, policy.document)
  for (const role of seed.roles) addRole(account, role)
  for (const user of seed.users) addUser(account, user)
  account.trail.addPast(seed.events)
  for (const session of seed.sessions ?? []) addSession(account, session)
  return account
}

function addManagedPolicy(
  account: Account,
  arn: string,
  name: string,
  document: string | JsonObject | undefined,
): void {
  const text = document === undefined ? undefined : checkedDocument(document, `managed policy ${arn}`)
  account.managedPolicies.set(arn, { arn, name, document: text ?? account.managedPolicies.get(arn)?.document })
}

function addRole(account: Account, seed: SeedRole): void {
  if (findRole(account, seed.name)) throw new SeedError(`role ${seed.name} is in the seed twice (case does not count)`)
  const role: Role = {
    ...holderOf(account, seed, 'role'),
    kind: 'role',
    roleId: seed.roleId ?? derivedId('AROA', account.accountId, seed.name),
    description: undefined,
    maxSessionDurationSeconds: seed.maxSessionDurationSeconds,
    trustPolicy: trustText(account, seed),
    tags: new Map(seed.tags.map(({ key, value }) => [key, value])),
    lastUsed: seed.lastUsed && { date: new Date(seed.lastUsed.date), region: seed.lastUsed.region },
  }
  account.roles.set(role.name.toLowerCase(), role)
  role.history.settle(writtenPolicies(account, role))
}

function addUser(account: Account, seed: SeedUser): void {
  if (account.users.has(seed.name.toLowerCase())) throw new SeedError(`user ${seed.name} is in the seed twice`)
  const holder = holderOf(account, seed, 'user')
  const user: User = {
    ...holder,
    kind: 'user',
    userId: seed.userId ?? derivedId('AIDA', account.accountId, seed.name),
    accessKeys: seed.accessKeys.map(({ id, secret, status }) => ({
      id,
      secret: secret ?? seededSecret(account.accountId, id),
      createDate: holder.createDate,
      status,
    })),
  }
  account.users.set(user.name.toLowerCase(), user)
  user.history.settle(writtenPolicies(account, user))
}

function holderOf(account: Account, seed: SeedRole | SeedUser, type: 'role' | 'user') {
  for (const attached of seed.attachedPolicies) {
    const known = attached.document === undefined && account.managedPolicies.has(attached.arn)
    if (!known) addManagedPolicy(account, attached.arn, attached.name, attached.document)
  }
  const inline = seed.inlinePolicies.map(({ name, document }): [string, string] => [
    name,
    checkedDocument(document, `inline policy ${name} of ${type} ${seed.name}`),
  ])
  return {
    name: seed.name,
    path: seed.path,
    arn: iamArn(account, `${type}${seed.path}${seed.name}`),
    createDate: new Date(seed.createDate ?? '2024-01-15T09:00:00Z'),
    inlinePolicies: new Map(inline),
    attachedPolicies: new Map(seed.attachedPolicies.map(({ arn, name }) => [arn, name])),
    permissionsBoundaryArn: seed.permissionsBoundaryArn,
    history: new PolicyHistory(),
  }
}

function addSession(account: Account, seed: NonNullable<Seed['sessions']>[number]): void {
  const role = findRole(account, seed.roleName)
  if (role === undefined)
    throw new SeedError(`session ${seed.sessionName} is of role ${seed.roleName}, which is not there`)
  const issuedAt = new Date(seed.issuedAt)
  // "Alive at start" holds whatever its age: a session of an old log lives for the role's longest session from now on.
  const ageSeconds = Math.max(0, (account.now().getTime() - issuedAt.getTime()) / 1000)
  const durationSeconds = ageSeconds + role.maxSessionDurationSeconds
  issueSession(account, {
    role,
    sessionName: seed.sessionName,
    accessKeyId: seed.accessKeyId,
    issuedAt,
    durationSeconds,
  })
}

function trustText(account: Account, seed: SeedRole): string {
  if (seed.trustPolicy === undefined) return defaultTrustPolicy(account.partition, account.accountId)
  const text = typeof seed.trustPolicy === 'string' ? seed.trustPolicy : JSON.stringify(seed.trustPolicy)
  const parsed = parseTrustPolicy(text)
  if (!parsed.ok) throw new SeedError(`trust policy of role ${seed.name}: ${parsed.message}`)
  return text
}

function checkedDocument(document: string | JsonObject, where: string): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const parsed = parsePolicyDocument(text)
  if (!parsed.ok) throw new SeedError(`${where}: ${parsed.message}`)
  return text
}
