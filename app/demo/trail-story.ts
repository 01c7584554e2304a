import { z } from 'zod'
import { actorCallsFromTrail, readTrail, seedFromTrail, type TrailRecord } from '../../simulated-aws/seed/from-trail.js'
import type { Seed, SeedRole } from '../../simulated-aws/seed/seed.js'
import { viewRecord } from '../../simulated-aws/seed/trail-record.js'
import { DemoStoppedError, type DemoStory } from './demo-story.js'

const issuer = z.object({
  userIdentity: z.object({
    sessionContext: z.object({ sessionIssuer: z.object({ userName: z.string(), accountId: z.string() }) }),
    principalId: z.string().optional(),
    accessKeyId: z.string().optional(),
  }),
  sourceIPAddress: z.string().optional(),
  userAgent: z.string().optional(),
})

/** A story from real logs: the principals seen exist with a policy for what they did, and the log is the evidence. */
export async function trailStory(paths: readonly string[], principal: string | undefined): Promise<DemoStory> {
  const trail = await readTrail([...paths])
  if (trail.records.length === 0) {
    const [first] = trail.skipped
    const why = first === undefined ? 'it has no records' : `${first.path}: ${first.reason}`
    throw new DemoStoppedError(`Nothing could be read from --trail (${why}). Give CloudTrail log files or folders.`, 2)
  }
  const accountId = principal === undefined ? undefined : accountOf(trail.records, principal)
  const { seed, busiest } = seedFromTrail(trail.records, accountId === undefined ? {} : { accountId })
  const role = principal === undefined ? busiestBlockable(seed, busiest) : named(seed, principal)
  return storyOf(seed, role, trail.records)
}

/** A log may hold several accounts: the one in which the named role was used is meant. */
function accountOf(records: readonly TrailRecord[], principal: string): string | undefined {
  for (const record of records) {
    const parsed = issuer.safeParse(record)
    if (!parsed.success) continue
    const { userName, accountId } = parsed.data.userIdentity.sessionContext.sessionIssuer
    if (userName.toLowerCase() === principal.toLowerCase() && /^\d{12}$/.test(accountId)) return accountId
  }
  return undefined
}

function named(seed: Seed, principal: string): SeedRole {
  const role = seed.roles.find((each) => each.name.toLowerCase() === principal.toLowerCase())
  if (role !== undefined) return role
  if (seed.users.some((user) => user.name.toLowerCase() === principal.toLowerCase())) {
    throw new DemoStoppedError(
      `${principal} is a user; this version blocks roles only. Name a role with --principal.`,
      3,
    )
  }
  const names = seed.roles.map((each) => each.name).join(', ') || 'none'
  throw new DemoStoppedError(
    `The log shows no role "${principal}" in account ${seed.accountId}. Its roles: ${names}.`,
    2,
  )
}

/** Service-linked and Identity Center roles are never blocked: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
function busiestBlockable(seed: Seed, busiest: readonly { type: string; name: string }[]): SeedRole {
  const blockable = seed.roles.filter((role) => !/^\/(aws-service-role|aws-reserved)\//.test(role.path))
  for (const { type, name } of busiest) {
    const role = type === 'role' ? blockable.find((each) => each.name === name) : undefined
    if (role !== undefined) return role
  }
  throw new DemoStoppedError('The log shows no role that can be blocked. Give another log with --trail.', 3)
}

function storyOf(seed: Seed, role: SeedRole, records: readonly TrailRecord[]): DemoStory {
  const arn = `arn:${seed.partition}:iam::${seed.accountId}:role${role.path}${role.name}`
  const own = seed.events.flatMap((event) => {
    const parsed = issuer.safeParse(event)
    const isOwn = parsed.success && parsed.data.userIdentity.sessionContext.sessionIssuer.userName === role.name
    return isOwn ? [{ ...parsed.data, timeMs: viewRecord(event).timeMs }] : []
  })
  const times = own.flatMap(({ timeMs }) => timeMs ?? []).sort((a, b) => a - b)
  // The session that is accused is the last one that was seen and whose key is not masked; the intruder goes on with it.
  const keys = new Set(seed.sessions?.filter((each) => each.roleName === role.name).map((each) => each.accessKeyId))
  const accused = own.findLast(({ userIdentity }) => keys.has(userIdentity.accessKeyId ?? '')) ?? own.at(-1)
  return {
    seed,
    partition: seed.partition,
    accountId: seed.accountId,
    region: seed.region,
    role: { name: role.name, uniqueId: role.roleId },
    intruder: {
      sessionName: accused?.userIdentity.principalId?.split(':')[1] ?? 'session',
      sourceIp: publicIp(accused?.sourceIPAddress),
      userAgent: accused?.userAgent ?? 'aws-cli/2',
      calls: actorCallsFromTrail(records, arn),
      accessKeyId: seededKey(keys, accused?.userIdentity.accessKeyId),
    },
    seen: times.length === 0 ? null : { first: iso(times[0]), last: iso(times.at(-1)) },
    source: 'trail',
  }
}

function seededKey(keys: ReadonlySet<string>, key: string | undefined): string | undefined {
  return key !== undefined && keys.has(key) ? key : undefined
}

function iso(ms: number | undefined): string {
  return new Date(ms ?? 0).toISOString()
}

/** A finding carries an address; a log may hold a service's name or a mask in its place. */
function publicIp(text: string | undefined): string {
  return z.union([z.ipv4(), z.ipv6()]).safeParse(text).data ?? '198.51.100.77'
}
