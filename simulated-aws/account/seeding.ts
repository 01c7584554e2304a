import type { JsonObject } from '../json.js'
import { parsePolicyDocument, parseTrustPolicy } from '../policy/evaluate.js'
import type { Seed, SeedGroup, SeedRole, SeedUser } from '../seed/seed.js'
import { seededSecret, settledKey } from './access-keys.js'
import {
  type Account,
  type AccountSettings,
  findGroup,
  findRole,
  findUser,
  iamArn,
  writtenPolicies,
} from './account.js'
import { CallLog } from './call-log.js'
import { newTrail, switchTrail } from './configured-trails.js'
import type { AccessKey, Group, Role, User } from './entities.js'
import { derivedId, detectiveGraphArn, type Random } from './identifiers.js'
import { builtInPolicies, managedPolicy } from './managed-policies.js'
import { PolicyHistory } from './policy-history.js'
import { issueSession } from './sessions.js'
import { Trail } from './trail.js'
import { defaultTrustPolicy } from './trust-policy.js'

/** A seed that describes an account AWS would not let exist. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}

export type AccountOptions = { seed: Seed; settings: AccountSettings; now: () => Date; random: Random }

/** Throws SeedError for a duplicate name, a malformed policy, or a mention of an entity that is not there. */
export function createAccount(options: AccountOptions): Account {
  const { seed } = options
  const account = emptyAccount(options)
  account.accounts.set(account.accountId, account)
  for (const policy of seed.managedPolicies) addManagedPolicy(account, policy)
  for (const role of seed.roles) addRole(account, role)
  for (const group of seed.groups) addGroup(account, group)
  for (const user of seed.users) addUser(account, user)
  for (const profile of seed.instanceProfiles) addInstanceProfile(account, profile)
  for (const trail of seed.trails) addTrail(account, trail)
  account.trail.addPast(seed.events)
  for (const session of seed.sessions ?? []) addSession(account, session)
  return account
}

function emptyAccount({ seed, settings, now, random }: AccountOptions): Account {
  const { partition, accountId, region } = seed
  return {
    ...{ partition, accountId, region, settings, now, random },
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    instanceProfiles: new Map(),
    sessions: new Map(),
    managedPolicies: new Map(builtInPolicies(partition).map((policy) => [policy.arn, policy])),
    configuredTrails: new Map(),
    changedObjects: new Map(),
    trail: new Trail(),
    guardDutyFindings: new Map(Object.entries(seed.guardDuty)),
    securityHubFindings: [...seed.securityHub],
    calls: new CallLog(),
    detectiveGraphArn: seed.detective ? detectiveGraphArn({ partition, region, accountId }) : undefined,
    accounts: new Map(),
  }
}

type SeedPolicy = { arn: string; name: string; document?: string | JsonObject | undefined }

function addManagedPolicy(account: Account, { arn, name, document }: SeedPolicy): void {
  const text = document === undefined ? undefined : checkedDocument(document, `managed policy ${arn}`)
  const known = account.managedPolicies.get(arn)?.document
  account.managedPolicies.set(arn, managedPolicy({ arn, name, document: text ?? known }))
}

function addRole(account: Account, seed: SeedRole): void {
  if (findRole(account, seed.name)) throw new SeedError(`role ${seed.name} is in the seed twice (case does not count)`)
  const role: Role = {
    ...principalOf(account, seed, 'role'),
    kind: 'role',
    roleId: seed.roleId ?? derivedId('AROA', account.accountId, seed.name),
    description: undefined,
    maxSessionDurationSeconds: seed.maxSessionDurationSeconds,
    trustPolicy: trustText(account, seed),
    lastUsed: seed.lastUsed && { date: new Date(seed.lastUsed.date), region: seed.lastUsed.region },
  }
  account.roles.set(role.name.toLowerCase(), role)
  role.history.settle(writtenPolicies(account, role))
}

function addGroup(account: Account, seed: SeedGroup): void {
  if (findGroup(account, seed.name)) throw new SeedError(`group ${seed.name} is in the seed twice`)
  const group: Group = {
    ...holderOf(account, seed, 'group'),
    kind: 'group',
    groupId: seed.groupId ?? derivedId('AGPA', account.accountId, seed.name),
    members: new Set(),
  }
  account.groups.set(group.name.toLowerCase(), group)
}

function addUser(account: Account, seed: SeedUser): void {
  if (findUser(account, seed.name)) throw new SeedError(`user ${seed.name} is in the seed twice`)
  const principal = principalOf(account, seed, 'user')
  const user: User = {
    ...principal,
    kind: 'user',
    userId: seed.userId ?? derivedId('AIDA', account.accountId, seed.name),
    accessKeys: seed.accessKeys.map((key) => seededKey(account, key, principal.createDate)),
    deletedKeys: [],
    loginProfile: seed.loginProfile && {
      createDate: dateOf(seed.loginProfile.createDate) ?? principal.createDate,
      isPasswordResetRequired: seed.loginProfile.isPasswordResetRequired,
    },
  }
  account.users.set(user.name.toLowerCase(), user)
  for (const name of seed.groups) {
    const group = findGroup(account, name)
    if (group === undefined) throw new SeedError(`user ${seed.name} is in group ${name}, which is not there`)
    group.members.add(user)
  }
  user.history.settle(writtenPolicies(account, user))
}

function seededKey(account: Account, seed: SeedUser['accessKeys'][number], userCreated: Date): AccessKey {
  const { id, status, lastUsed } = seed
  const secret = seed.secret ?? seededSecret(account.accountId, id)
  const key = { id, secret, status, createDate: dateOf(seed.createDate) ?? userCreated }
  return settledKey(key, lastUsed && { ...lastUsed, date: new Date(lastUsed.date) })
}

function addInstanceProfile(account: Account, seed: Seed['instanceProfiles'][number]): void {
  const { name, path, roleName } = seed
  const role = roleName === undefined ? undefined : findRole(account, roleName)
  if (roleName !== undefined && role === undefined)
    throw new SeedError(`instance profile ${name} is of role ${roleName}, which is not there`)
  account.instanceProfiles.set(name.toLowerCase(), {
    ...{ name, path, role },
    arn: iamArn(account, `instance-profile${path}${name}`),
    instanceProfileId: derivedId('AIPA', account.accountId, name),
    createDate: defaultCreateDate,
  })
}

function addTrail(account: Account, seed: Seed['trails'][number]): void {
  const { name, s3BucketName, isLogging, logGroupName, validatesLogFiles } = seed
  const trail = { ...newTrail(account, name, s3BucketName), logGroupName, validatesLogFiles }
  account.configuredTrails.set(name, trail)
  // It has logged what the seed has of the past.
  if (isLogging) switchTrail(trail, true, Number.NEGATIVE_INFINITY)
}

const defaultCreateDate = new Date('2024-01-15T09:00:00Z')

function dateOf(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant)
}

function principalOf(account: Account, seed: SeedRole | SeedUser, type: 'role' | 'user') {
  return {
    ...holderOf(account, seed, type),
    permissionsBoundaryArn: seed.permissionsBoundaryArn,
    tags: new Map(seed.tags.map(({ key, value }) => [key, value])),
    history: new PolicyHistory(),
  }
}

function holderOf(account: Account, seed: SeedRole | SeedUser | SeedGroup, type: 'role' | 'user' | 'group') {
  for (const attached of seed.attachedPolicies) {
    const known = attached.document === undefined && account.managedPolicies.has(attached.arn)
    if (!known) addManagedPolicy(account, attached)
  }
  const inline = seed.inlinePolicies.map(({ name, document }): [string, string] => [
    name,
    checkedDocument(document, `inline policy ${name} of ${type} ${seed.name}`),
  ])
  return {
    name: seed.name,
    path: seed.path,
    arn: iamArn(account, `${type}${seed.path}${seed.name}`),
    createDate: dateOf(seed.createDate) ?? defaultCreateDate,
    inlinePolicies: new Map(inline),
    attachedPolicies: new Map(seed.attachedPolicies.map(({ arn, name }) => [arn, name])),
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
