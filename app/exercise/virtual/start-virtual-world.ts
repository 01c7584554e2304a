import { type ConnectedAwsAccount, connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { AwsConnection } from '../../../integrations/aws/client-options.js'
import type { AwsFindingReaders } from '../../../integrations/aws/finding-lookups.js'
import { memoryRawEvidence } from '../../../integrations/memory/memory-raw-evidence.js'
import { liveTiming } from '../../../playbooks/stages/timing.js'
import { defaultModes } from '../../../src/containment/contain-modes.js'
import type { FindingLookup } from '../../../src/domain/finding-lookup.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import { type Realm, realmId } from '../../../src/domain/realm.js'
import { investigateEvents } from '../../../src/evidence/investigate-events.js'
import type { AwsAccess, Ids, Messenger, ProtectionRules, RawEvidenceFiles, TrailSource } from '../../../src/ports.js'
import type { EffectRules, WorkerTools } from '../../../workers/worker-tools.js'
import { playbooks } from '../../playbooks.js'
import { Activity } from './activity.js'
import { People } from './people.js'
import type { SeededRandom } from './seeded-random.js'
import { startVirtualAccounts, type VirtualAccount, type VirtualAccountOptions } from './virtual-account.js'
import type { WorldParts } from './virtual-site.js'
import { VirtualTime } from './virtual-time.js'
import { VirtualWorld } from './virtual-world.js'
import { watchedStore } from './watched-store.js'
import { withoutRoles } from './without-roles.js'

export interface VirtualWorldOptions extends VirtualAccountOptions {
  readonly random: SeededRandom
  readonly rules?: Partial<EffectRules>
  readonly timing?: Partial<Timing>
  /** What is asked for evidence, made of what the account itself has. */
  readonly trails?: (own: readonly TrailSource[]) => readonly TrailSource[]
  /** In place of this thread's own analyses. */
  readonly investigate?: WorkerTools['investigate']
  /** What AWS answers about findings: they are then to be confirmed. */
  readonly findings?: FindingLookup
  /** How findings are read that AWS is asked for: they are then to be confirmed by AWS's own copy. */
  readonly findingReaders?: AwsFindingReaders
  /** Where large evidence is kept; in memory of its own if not given. */
  readonly rawEvidence?: RawEvidenceFiles
  /** Who is never blocked. */
  readonly protection?: ProtectionRules
  /** The connections of the AWS clients, asked for once an account; their own if not given. */
  readonly connections?: (endpoint: string) => NonNullable<AwsConnection['requestHandler']>
  /** Stands between the product and whom it talks to. */
  readonly messenger?: (time: VirtualTime, people: Messenger) => Messenger
  /** Told of every warning and error of the product. */
  readonly complain?: (message: string, details?: object) => void
}

export interface StartedWorld {
  readonly world: VirtualWorld
  close(): Promise<void>
}

export const accountId = '111122223333'

/** The rules of a configuration that says nothing about them, with three approvers. */
export const liveRules: EffectRules = {
  writes: 'onApproval',
  modes: defaultModes,
  policyName: null,
  approval: { contain: { quorum: 1, approvers: 3 }, restore: { quorum: 1, approvers: 3 } },
  evidenceLookbackHours: 24,
  propagationWindowMs: 11_500,
  evidenceBudgetMs: 90_000,
  maxEvidenceRequests: 120,
  maxCheckRequests: 12,
  suspectLookbackMs: 15 * 60_000,
}

const STARTS_AT = new Date('2026-03-01T10:00:00Z')
/** By then the SDK has read its configuration from files, which takes real time once. */
const READY_AT_MS = 60_000
/** When a world that was started is ready, by its own clock. */
export const WORLD_READY_AT = new Date(STARTS_AT.getTime() + READY_AT_MS)

/** Without the port, which is another one each time: plans name the realm, and must be the same for the same seed. */
const ENDPOINT = 'http://127.0.0.1'

const usualProtection: ProtectionRules = {
  arns: ['arn:aws:iam::*:role/break-glass-*'],
  uniqueIds: [],
  raisingTags: [],
}

/**
 * Tourniquet against the simulated account, both on one virtual clock: the product's own playbook, engine, use cases, workers
 * and AWS adapters with the real SDK over HTTP. Only the store, the queue and the clock are stood in for.
 */
export async function startVirtualWorld(options: VirtualWorldOptions): Promise<StartedWorld> {
  const time = new VirtualTime(STARTS_AT)
  const activity = new Activity()
  const restoreDate = showVirtualDate(time)
  const giveBack = () => {
    activity.close()
    restoreDate()
  }
  try {
    const accounts = await startVirtualAccounts(time, activity, options.random, options)
    return await startIn(accounts, { time, activity, giveBack }, options)
  } catch (error) {
    // What could not be started leaves no other clock behind.
    giveBack()
    throw error
  }
}

interface Ground extends Pick<Shared, 'time' | 'activity'> {
  /** Gives the process its own clock back. */
  readonly giveBack: () => void
}

async function startIn(
  accounts: readonly [VirtualAccount, ...VirtualAccount[]],
  { time, activity, giveBack }: Ground,
  options: VirtualWorldOptions,
): Promise<StartedWorld> {
  const people = new People(time)
  const messenger = options.messenger?.(time, people.messenger) ?? people.messenger
  const shared = { time, activity, people, messenger, ids: idsInOrder(), accesses: new Map<string, AwsAccess>() }
  const [first, ...others] = accounts
  const home = siteOf(first, shared, options)
  const sites = [home, ...others.map((account) => siteOf(account, shared, options))]
  for (const { tools } of sites) shared.accesses.set(tools.realm.accountId, tools.access)
  const world = new VirtualWorld(home, sites.slice(1))
  const close = async () => {
    await world.retire()
    for (const { aws } of sites) aws.close()
    await first.close()
    giveBack()
  }
  await warmUp(world, sites)
  return { world, close }
}

/** What the sites of a world have in common. */
interface Shared {
  readonly time: VirtualTime
  readonly activity: Activity
  readonly people: People
  readonly messenger: Messenger
  readonly ids: Ids
  /** Of all accounts, once they are there. */
  readonly accesses: Map<string, AwsAccess>
}

/** The product in one account. */
function siteOf(account: VirtualAccount, shared: Shared, options: VirtualWorldOptions): WorldParts {
  const { time, activity, people, messenger, ids, accesses } = shared
  const connected = connectWorld(time, account, options)
  const trails = options.trails?.(connected.trails) ?? connected.trails
  const aws = { ...connected, trails, findings: options.findings ?? connected.findings ?? null }
  const store = watchedStore(time, activity)
  const own = toolsOf(account, aws, messenger, options)
  const tools = { ...own, accessTo: (accountId: string) => accesses.get(accountId) ?? null }
  return {
    time,
    activity,
    account,
    people,
    store,
    aws,
    confirmFindings: aws.findings !== null,
    tools,
    timing: { ...liveTiming, ...options.timing },
    engine: engineOf({ time, ids, store, realm: tools.realm, complain: options.complain ?? (() => {}) }),
  }
}

/** Of all accounts one after the other: they sort by creation. */
function idsInOrder(): Ids {
  let lastId = 0
  return { next: (prefix) => `${prefix}_${String(++lastId).padStart(20, '0')}` }
}

function connectWorld(
  time: VirtualTime,
  account: VirtualAccount,
  { connections, findingReaders }: VirtualWorldOptions,
) {
  return connectAwsAccount({
    partition: 'aws',
    accountId: account.account.accountId,
    endpoint: account.url,
    credentials: account.adminCredentials,
    // It has one Region, and the records of all of it: its event history is the whole of it.
    lookupRegions: [account.account.region],
    // The account keeps the pace, in virtual time.
    lookupEventsPerSecond: Number.POSITIVE_INFINITY,
    paceClock: { nowMs: () => time.nowMs, wait: (delayMs) => time.wait(delayMs, 'pace') },
    // The SDK pauses in real time before it asks again: the engine's own tries wait in virtual time.
    ...(connections === undefined ? {} : { ...sharedBy(connections(account.url)), readAttempts: 1 }),
    ...(findingReaders === undefined ? {} : { findingReaders }),
  })
}

/** For every client, those of slow sources included: nothing hangs up on a clock that stands. */
function sharedBy(requestHandler: NonNullable<AwsConnection['requestHandler']>) {
  return { requestHandler, slowRequestHandler: requestHandler }
}

const realNow = Date.now
const shownDates: VirtualTime[] = []

/**
 * The SDK signs by the process's date, and takes an answer of another date for a clock to be corrected and a reason to ask
 * again, after a real pause. So there should be one world at a time in a process; of several the one that began last has the date.
 */
function showVirtualDate(time: VirtualTime): () => void {
  shownDates.push(time)
  showDateOfLast()
  return () => {
    shownDates.splice(shownDates.indexOf(time), 1)
    showDateOfLast()
  }
}

function showDateOfLast(): void {
  const last = shownDates.at(-1)
  Date.now = last === undefined ? realNow : () => last.now().getTime()
}

function toolsOf(
  { account }: VirtualAccount,
  aws: ConnectedAwsAccount,
  messenger: Messenger,
  options: VirtualWorldOptions,
): Omit<WorkerTools, 'engine'> {
  const realm: Realm = { kind: 'exercise', partition: 'aws', accountId: account.accountId, endpoint: ENDPOINT }
  return {
    realm,
    access: withoutRoles(aws),
    messenger,
    reports: { write: async () => [] },
    undoCards: { file: async () => {} },
    rawEvidence: options.rawEvidence ?? memoryRawEvidence(),
    lookups: { geo: null, flagged: null },
    investigate: options.investigate ?? (async (events, asked) => investigateEvents(events, asked)),
    protection: { read: async () => options.protection ?? usualProtection },
    rules: { ...liveRules, ...options.rules },
  }
}

interface EngineParts extends Pick<Shared, 'time' | 'ids'> {
  readonly realm: Realm
  readonly store: ReturnType<typeof watchedStore>
  readonly complain: (message: string, details?: object) => void
}

function engineOf({ time, ids, realm, store, complain }: EngineParts) {
  return {
    realm: realmId(realm),
    store,
    clock: {
      now: () => time.now(),
      monotonicMs: () => time.nowMs,
      pause: (ms: number) => time.wait(ms, 'pause'),
    },
    ids,
    playbooks,
    timeScale: 1,
    log: { info: () => {}, warn: complain, error: complain },
  }
}

/** Every client of the SDK once, so that from here on nothing waits for anything but the accounts. */
async function warmUp(world: VirtualWorld, sites: readonly WorldParts[]): Promise<void> {
  for (const { aws } of sites) await finish(world, callAll(aws, world.time.now().toISOString()))
  await world.run(READY_AT_MS - world.time.nowMs)
}

async function callAll(aws: ConnectedAwsAccount, now: string): Promise<void> {
  const role = { type: 'role', name: 'no-such-role' } as const
  const { accountId: own } = aws
  const nobody = { type: 'role', arn: `arn:aws:iam::${own}:role/no-such-role`, name: role.name } as const
  await Promise.all([
    aws.sts.callerChain(),
    aws.iam.describe(role),
    aws.iam.deleteInlinePolicy(role, 'no-such-policy', async () => {}),
    aws.cloudTrail.activityOf({
      principal: { ...nobody, accountId: own, uniqueId: null },
      from: now,
      to: now,
      accessKeyIds: [],
      maxRequests: 1,
    }),
  ])
}

/** Time goes on for what waits for it alone: how long the files take to be read must not count. */
async function finish(world: VirtualWorld, work: Promise<void>): Promise<void> {
  const state = { isReady: false }
  const warming = work.then(() => {
    state.isReady = true
  })
  while (!state.isReady) {
    if (world.time.nextAtMs() < READY_AT_MS) await world.run(100, () => state.isReady)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await warming
}
