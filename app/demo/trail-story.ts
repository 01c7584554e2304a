import { existsSync } from 'node:fs'
import { z } from 'zod'
import { actorCallsFromTrail, readTrail, seedFromTrail, type TrailRecord } from '../../simulated-aws/seed/from-trail.js'
import type { Seed } from '../../simulated-aws/seed/seed.js'
import { viewRecord } from '../../simulated-aws/seed/trail-record.js'
import { DemoStoppedError, type DemoStory } from './demo-story.js'

const caller = z.object({
  userIdentity: z.object({
    type: z.string().optional(),
    accountId: z.string().optional(),
    userName: z.string().optional(),
    principalId: z.string().optional(),
    accessKeyId: z.string().optional(),
    sessionContext: z
      .object({ sessionIssuer: z.object({ userName: z.string(), accountId: z.string() }).optional() })
      .optional(),
  }),
  sourceIPAddress: z.string().optional(),
  userAgent: z.string().optional(),
})

interface Accused {
  readonly type: 'role' | 'user'
  readonly name: string
}

/** A story from real logs: the principals seen exist with a policy for what they did, and the log is the evidence. */
export async function trailStory(paths: readonly string[], principal: string | undefined): Promise<DemoStory> {
  const missing = paths.find((path) => !existsSync(path))
  if (missing !== undefined) throw new DemoStoppedError(`"${missing}" (--trail) does not exist: check the path.`, 2)
  const trail = await readTrail([...paths])
  if (trail.records.length === 0) {
    const [first] = trail.skipped
    const why = first === undefined ? 'it has no records' : `${first.path}: ${first.reason}`
    throw new DemoStoppedError(`Nothing could be read from --trail (${why}). Give CloudTrail log files or folders.`, 2)
  }
  const accountId = principal === undefined ? undefined : accountOf(trail.records, principal)
  const { seed, busiest } = seedFromTrail(trail.records, accountId === undefined ? {} : { accountId })
  const accused = principal === undefined ? busiestBlockable(seed, busiest) : named(seed, principal)
  return accused.type === 'role' ? roleStory(seed, accused.name, trail.records) : userStory(seed, accused.name)
}

/** A log may hold several accounts: the one in which the named principal was used is meant. */
function accountOf(records: readonly TrailRecord[], principal: string): string | undefined {
  for (const record of records) {
    const parsed = caller.safeParse(record)
    if (!parsed.success) continue
    const { userIdentity } = parsed.data
    const { userName, accountId } = userIdentity.sessionContext?.sessionIssuer ?? userIdentity
    if (isSame(userName, principal) && /^\d{12}$/.test(accountId ?? '')) return accountId
  }
  return undefined
}

/** IAM compares names without regard to case. A role goes before a user of its name. */
function named(seed: Seed, principal: string): Accused {
  const role = seed.roles.find(({ name }) => isSame(name, principal))
  if (role !== undefined) return { type: 'role', name: role.name }
  const user = seed.users.find(({ name }) => isSame(name, principal))
  if (user !== undefined) return { type: 'user', name: user.name }
  const names = [...seed.roles, ...seed.users].map((each) => each.name).join(', ') || 'none'
  throw new DemoStoppedError(
    `The log shows no role or user "${principal}" in account ${seed.accountId}. It shows: ${names}.`,
    2,
  )
}

/** Service-linked and Identity Center roles are never blocked: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
function busiestBlockable(seed: Seed, busiest: readonly Accused[]): Accused {
  const blockable = seed.roles.filter((role) => !/^\/(aws-service-role|aws-reserved)\//.test(role.path))
  for (const { type, name } of busiest) {
    const entities = type === 'role' ? blockable : seed.users
    if (entities.some((each) => each.name === name)) return { type, name }
  }
  throw new DemoStoppedError('The log shows no role or user that can be blocked. Give another log with --trail.', 3)
}

/** The session that is accused is the last one that was seen and whose key is not masked; the intruder goes on with it. */
function roleStory(seed: Seed, name: string, records: readonly TrailRecord[]): DemoStory {
  const role = seed.roles.find((each) => each.name === name)
  const arn = `arn:${seed.partition}:iam::${seed.accountId}:role${role?.path ?? '/'}${name}`
  const own = callsIn(seed, ({ userIdentity }) => userIdentity.sessionContext?.sessionIssuer?.userName === name)
  const keys = new Set(seed.sessions?.filter((each) => each.roleName === name).map((each) => each.accessKeyId))
  const last = own.findLast(({ userIdentity }) => keys.has(userIdentity.accessKeyId ?? '')) ?? own.at(-1)
  const key = last?.userIdentity.accessKeyId
  return {
    ...storyOf(seed, own),
    accused: { type: 'role', name, uniqueId: role?.roleId },
    intruder: {
      ...intruderFrom(last),
      sessionName: last?.userIdentity.principalId?.split(':')[1] ?? 'session',
      calls: actorCallsFromTrail(records, arn),
      accessKeyId: key !== undefined && keys.has(key) ? key : undefined,
    },
  }
}

/** A user is used by its access key; one that the log shows without any, or with a masked one, is given one. */
function userStory(seed: Seed, name: string): DemoStory {
  const user = seed.users.find((each) => each.name === name)
  const own = callsIn(seed, ({ userIdentity: { type, userName } }) => type === 'IAMUser' && userName === name)
  const keys = new Set(user?.accessKeys.map(({ id }) => id))
  const last = own.findLast(({ userIdentity }) => keys.has(userIdentity.accessKeyId ?? '')) ?? own.at(-1)
  const accessKeyId = [last?.userIdentity.accessKeyId ?? '', ...keys].find((id) => keys.has(id)) ?? GIVEN_KEY
  const users = seed.users.map((each) =>
    each.name === name && keys.size === 0
      ? { ...each, accessKeys: [{ id: GIVEN_KEY, status: 'Active' as const }] }
      : each,
  )
  return {
    ...storyOf({ ...seed, users }, own),
    accused: { type: 'user', name, uniqueId: user?.userId },
    intruder: { ...intruderFrom(last), sessionName: '', calls: [], accessKeyId },
  }
}

const GIVEN_KEY = 'AKIAEXAMPLEOFDEMO001'

type Called = z.infer<typeof caller> & { readonly timeMs: number | undefined }

function callsIn(seed: Seed, isOwn: (call: z.infer<typeof caller>) => boolean): Called[] {
  return seed.events.flatMap((event) => {
    const parsed = caller.safeParse(event)
    return parsed.success && isOwn(parsed.data) ? [{ ...parsed.data, timeMs: viewRecord(event).timeMs }] : []
  })
}

function storyOf(seed: Seed, own: readonly Called[]) {
  const times = own.flatMap(({ timeMs }) => timeMs ?? []).sort((a, b) => a - b)
  const { partition, accountId, region } = seed
  const seen = times.length === 0 ? null : { first: iso(times[0]), last: iso(times.at(-1)) }
  return { seed, partition, accountId, region, seen, source: 'trail' } as const
}

function intruderFrom(last: Called | undefined) {
  const sourceIp = publicIp(last?.sourceIPAddress)
  return { sourceIp, seenFrom: last?.sourceIPAddress ?? sourceIp, userAgent: last?.userAgent ?? 'aws-cli/2' }
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

function iso(ms: number | undefined): string {
  return new Date(ms ?? 0).toISOString()
}

/** A finding carries an address; a log may hold a service's name or a mask in its place. */
function publicIp(text: string | undefined): string {
  return z.union([z.ipv4(), z.ipv6()]).safeParse(text).data ?? '198.51.100.77'
}
