import type { JsonObject } from '../json.js'
import { type Observation, observeAccount } from './observed-account.js'
import { observedPolicy } from './observed-policy.js'
import { type Seed, type SeedInput, seedSchema } from './seed.js'
import { type TrailRecord, type TrailView, viewRecord } from './trail-record.js'

export { actorCallsFromTrail } from './actor-calls.js'
export { readTrail, type TrailReading } from './read-trail.js'
export type { TrailRecord } from './trail-record.js'

export type BusyPrincipal = { type: 'role' | 'user'; name: string; arn: string; calls: number }

export type TrailSeed = {
  seed: Seed
  /** The callers of the account, most calls first. */
  busiest: BusyPrincipal[]
  /** Callers that IAM could not have, with the reason: a masked name holds characters that no name has. */
  left: { type: 'role' | 'user'; name: string; reason: string }[]
}

/** Stands in where no record names an account of 12 digits. */
const unknownAccount = '000000000000'
const partitions = new Set(['aws', 'aws-cn', 'aws-us-gov'])
const namePattern = /^[\w+=,.@-]{1,64}$/

/**
 * The account that a log describes: the one with most records, or the one asked for (12 digits, else a ZodError).
 *
 * Each of its roles and users that called, and each role of it that somebody asked to assume, exists with the path, id,
 * long-term keys and sessions that were seen, and with an inline policy `ObservedActivity` for the actions that it
 * called, the denied ones included. What its principals did in other accounts counts as well, but only the account's own
 * records are among the events, in order of time.
 */
export function seedFromTrail(records: readonly TrailRecord[], options: { accountId?: string } = {}): TrailSeed {
  const views = inOrderOfTime(records.map(viewRecord))
  const accountId = options.accountId ?? mostFrequent(views.map((view) => view.accountId)) ?? unknownAccount
  const own = views.filter((view) => view.accountId === accountId)
  const observed = observeAccount(accountId, views)
  const possible = observed.filter(({ name }) => namePattern.test(name))
  const partition = mostFrequent(possible.map((one) => one.partition).filter((name) => partitions.has(name))) ?? 'aws'
  const seed = seedSchema.parse({
    partition,
    accountId,
    region: mostFrequent(own.map(({ region }) => region)) ?? 'us-east-1',
    ...principalsOf(possible, partition, accountId),
    events: own.map(({ record }) => record),
  })
  return {
    seed,
    busiest: busiestOf(seed, possible),
    left: observed.filter((one) => !possible.includes(one)).map(leftOut),
  }
}

function principalsOf(possible: readonly Observation[], partition: string, accountId: string) {
  const roles = possible.filter(({ type }) => type === 'role')
  const users = possible.filter(({ type }) => type === 'user')
  const roleIds = new Set<string>()
  const userIds = new Set<string>()
  const keyIds = new Set<string>()
  return {
    roles: roles.map((role) => ({ ...seedRole(role, partition, accountId), roleId: unique(role.uniqueId, roleIds) })),
    users: users.map((user) => ({
      name: user.name,
      path: pathOf(user),
      userId: unique(user.uniqueId, userIds),
      inlinePolicies: inlinePolicies(user),
      accessKeys: [...user.accessKeyIds].filter((id) => unique(id, keyIds) !== undefined).map((id) => ({ id })),
    })),
    sessions: roles.flatMap((role) => sessionsOf(role, keyIds)),
  }
}

function seedRole(role: Observation, partition: string, accountId: string): NonNullable<SeedInput['roles']>[number] {
  const { name, lastUse } = role
  return {
    name,
    path: pathOf(role),
    inlinePolicies: inlinePolicies(role),
    trustPolicy: trustOf(role, partition, accountId),
    ...(lastUse && { lastUsed: { date: new Date(lastUse.timeMs).toISOString(), region: lastUse.region } }),
  }
}

/** A service that was seen to assume the role may; so may the account's principals, but not a service-linked role. */
function trustOf(role: Observation, partition: string, accountId: string): JsonObject | undefined {
  const linked = /^\/aws-service-role\/([^/]+)\/$/.exec(pathOf(role))?.[1]
  const services = new Set([...role.services, ...(linked === undefined ? [] : [linked])])
  if (services.size === 0) return undefined
  const Service = [...services].sort()
  const Principal = linked ? { Service } : { AWS: `arn:${partition}:iam::${accountId}:root`, Service }
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }
}

/** What only AWS can make has its path even where the log shows the name alone. */
function pathOf({ type, name, path }: Observation): string {
  if (path !== undefined && path !== '/' && /^\/[!-\x7f]+\/$/.test(path)) return path
  if (type === 'role' && name.startsWith('AWSReservedSSO_')) return '/aws-reserved/sso.amazonaws.com/'
  if (type === 'role' && name.startsWith('AWSServiceRoleFor')) return '/aws-service-role/'
  return '/'
}

function inlinePolicies({ type, actions }: Observation) {
  const document = observedPolicy(type, actions)
  return document === undefined ? [] : [{ name: 'ObservedActivity', document }]
}

function sessionsOf({ name, sessions }: Observation, keyIds: Set<string>) {
  return [...sessions]
    .filter(([id]) => unique(id, keyIds) !== undefined)
    .map(([accessKeyId, session]) => ({
      roleName: name,
      sessionName: session.name,
      accessKeyId,
      issuedAt: new Date(session.issuedAtMs).toISOString(),
    }))
}

function busiestOf({ partition, accountId }: Seed, possible: readonly Observation[]): BusyPrincipal[] {
  return possible
    .filter(({ calls }) => calls > 0)
    .map((one) => ({
      type: one.type,
      name: one.name,
      arn: `arn:${partition}:iam::${accountId}:${one.type}${pathOf(one)}${one.name}`,
      calls: one.calls,
    }))
    .sort((a, b) => b.calls - a.calls || (a.arn < b.arn ? -1 : 1))
}

function leftOut({ type, name }: Observation) {
  return { type, name, reason: `IAM takes no such ${type} name: 1 to 64 letters, digits and +=,.@-_` }
}

/** The id, the first time that it is asked for: two entities of one id cannot be. */
function unique(id: string | undefined, taken: Set<string>): string | undefined {
  if (id === undefined || taken.has(id)) return undefined
  taken.add(id)
  return id
}

/** Records without a readable time come last. */
function inOrderOfTime(views: readonly TrailView[]): TrailView[] {
  const timeOf = ({ timeMs }: TrailView) => timeMs ?? Number.MAX_SAFE_INTEGER
  return [...views].sort((a, b) => timeOf(a) - timeOf(b))
}

/** The first of the most frequent values. */
function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
