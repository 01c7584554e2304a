import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { compose, type Runtime } from '../../app/compose.js'
import { withoutRoles } from '../../app/exercise/virtual/without-roles.js'
import { fixedProtection } from '../../app/fixed-protection.js'
import { defaultPlaybook } from '../../app/playbooks.js'
import { connectAwsAccount } from '../../integrations/aws/aws-account.js'
import type { AwsCredentials } from '../../integrations/aws/client-options.js'
import type { EvidencePlaces } from '../../integrations/aws/evidence-trails.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { type SimulatedAccountOptions, startSimulatedAccounts } from '../../simulated-aws/simulated-account.js'
import { defaultModes } from '../../src/containment/contain-modes.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Incident } from '../../src/domain/incident.js'
import type { Timing } from '../../src/domain/incident-context.js'
import type { RestoreAs } from '../../src/domain/plan.js'
import type { Principal } from '../../src/domain/principal.js'
import type { Realm } from '../../src/domain/realm.js'
import type { Engine } from '../../src/engine/engine.js'
import { decide } from '../../src/incidents/decide.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { request } from '../../src/incidents/request.js'
import type { NoticeCard, ProtectionRules, QuestionCard } from '../../src/ports.js'
import type { RunningWorkers } from '../../workers/start-workers.js'
import type { EffectRules } from '../../workers/worker-tools.js'
import { aFinding } from './fixtures/findings.js'
import { adminUser, worldRoles } from './world/seed.js'
import { WORLD_TIME_SCALE, worldTiming } from './world/timing.js'

export interface WorldOptions {
  readonly databaseUrl: string
  readonly redisUrl?: string | null
  readonly roles?: SeedInput['roles']
  /** Beside the administrator. */
  readonly users?: NonNullable<SeedInput['users']>
  readonly groups?: NonNullable<SeedInput['groups']>
  readonly account?: Partial<SimulatedAccountOptions>
  /** Other accounts behind the same address: roles can be assumed from one into another. */
  readonly neighbours?: SeedInput[]
  /** Whether Detective is switched on; off if not given. */
  readonly detective?: boolean
  /** Where else evidence is looked for. */
  readonly evidence?: EvidencePlaces
  readonly timeScale?: number
  readonly timing?: Partial<Timing>
  readonly rules?: Partial<EffectRules>
  readonly protection?: Partial<ProtectionRules>
  readonly credentials?: AwsCredentials
}

export type World = Awaited<ReturnType<typeof createWorld>>

export const approvalRules = {
  contain: { approvers: ['ana', 'bo'], quorum: 1 },
  restore: { approvers: ['ana', 'bo'], quorum: 1 },
  operators: ['cyd'],
}

/**
 * Tourniquet as it runs, on a real database and queue and against a simulated account of its own; people answer through
 * the use cases. Its realm is shared with no other world. Nothing is carried out before `work()`.
 */
export async function createWorld(options: WorldOptions) {
  const accountId = String(randomInt(1e11, 9e11)).padStart(12, '1')
  const scale = options.timeScale ?? WORLD_TIME_SCALE
  const seed: SeedInput = {
    accountId,
    roles: options.roles ?? worldRoles,
    users: [adminUser, ...(options.users ?? [])],
    groups: options.groups ?? [],
    detective: options.detective ?? false,
  }
  const { accounts } = await startSimulatedAccounts({
    seeds: [seed, ...(options.neighbours ?? [])],
    enforcementDelayMs: 5,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 10_000,
    ...options.account,
  })
  const [account, ...neighbours] = accounts
  if (account === undefined) throw new Error('No account was started.')
  const filesDir = await mkdtemp(join(tmpdir(), 'tourniquet-world-'))
  const people = recordedPeople()
  const realm: Realm = { kind: 'exercise', partition: 'aws', accountId, endpoint: account.url }
  const runtime = await compose({
    realm,
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl ?? null,
    credentials: options.credentials ?? account.adminCredentials,
    lookupEventsPerSecond: 10_000,
    rolesAnywherePerSecond: 1_000,
    timeScale: scale,
    ...(options.evidence === undefined ? {} : { evidence: options.evidence }),
    messenger: people.messenger,
    protection: fixedProtection({ arns: ['arn:aws:iam::*:role/break-glass-*'], ...options.protection }),
    rules: { ...worldRules, ...options.rules },
    filesDir,
    log: people.log,
  })
  const working: RunningWorkers[] = []
  const close = async () => {
    await Promise.all(working.splice(0).map((workers) => workers.stop()))
    await runtime.close()
    await account.close()
    await rm(filesDir, { recursive: true, force: true })
  }
  const timing = { ...worldTiming, ...options.timing }
  const work = async (own: Partial<Parameters<Runtime['startWorkers']>[0]> = {}) => {
    const workers = await runtime.startWorkers({ ...workerDefaults, ...own })
    working.push(workers)
    return workers
  }
  /** The same tools with other credentials. */
  const as = (credentials: AwsCredentials) => {
    const aws = connectAwsAccount({ partition: 'aws', accountId, endpoint: account.url, credentials })
    return { tools: { ...runtime.tools, access: withoutRoles(aws) } }
  }
  return {
    account,
    neighbours,
    accountId,
    realm,
    runtime,
    people,
    filesDir,
    ...actions(runtime, timing, accountId),
    work,
    as,
    close,
  }
}

const workerDefaults = { workerId: 'wrk_one', leaseMs: 5_000, concurrency: 4, relayIntervalMs: 20 }

const worldRules: EffectRules = {
  writes: 'onApproval',
  modes: defaultModes,
  policyName: null,
  approval: { contain: { quorum: 1, approvers: 2 }, restore: { quorum: 1, approvers: 2 } },
  evidenceLookbackHours: 24,
  propagationWindowMs: 1_600,
  evidenceBudgetMs: 30_000,
  maxEvidenceRequests: 60,
  maxCheckRequests: 20,
  suspectLookbackMs: 900_000,
}

/** What people were asked and told, and what was logged, each with the moment. */
function recordedPeople() {
  const asked: QuestionCard[] = []
  const told: (NoticeCard & { readonly atMs: number })[] = []
  const logged: { readonly message: string; readonly details: object | undefined }[] = []
  const write = (message: string, details?: object) => {
    logged.push({ message, details })
  }
  return {
    asked,
    told,
    logged,
    messenger: {
      ask: async (card: QuestionCard) => void asked.push(card),
      tell: async (card: NoticeCard) => void told.push({ ...card, atMs: Date.now() }),
    },
    log: { info: write, warn: write, error: write },
  }
}

function actions(runtime: Runtime, timing: Timing, accountId: string) {
  const { engine } = runtime
  const read = async (id: string): Promise<Incident> => {
    const incident = await engine.store.readIncident(id)
    if (incident === null) throw new Error(`There is no ${id}.`)
    return incident
  }
  const until = async (
    id: string,
    isThere: (incident: Incident) => boolean | Promise<boolean>,
    withinMs = 25_000,
  ): Promise<Incident> => {
    const deadline = performance.now() + withinMs
    for (;;) {
      const incident = await read(id)
      if (await isThere(incident)) return incident
      if (performance.now() > deadline)
        throw new Error(`${id} is in ${incident.state} (${incident.snapshot.context.reason}) after ${withinMs} ms`)
      await pause(10)
    }
  }
  /** The state, and nothing of it still under way where `states` are ends of a stage. */
  const reach = (id: string, ...states: string[]) => until(id, ({ state }) => states.includes(state))
  const principal: Principal = { type: 'role', partition: 'aws', accountId, name: 'ci-deploy' }
  const open = async (changes: Partial<Finding> = {}, by: Engine = engine): Promise<string> => {
    const finding = aFinding({ accountId, principal, ...changes })
    return (await openIncident(by, finding, { ...defaultPlaybook, timing })).incidentId
  }
  const decideOn = async (id: string, question: 'contain' | 'restore', decision: 'approve' | 'deny', by: string) => {
    const { openPlanDigest } = (await read(id)).snapshot.context
    return decide(engine, approvalRules, id, { question, decision, planDigest: openPlanDigest ?? '', reason: 'x', by })
  }
  return {
    /** Whom findings accuse unless a test says otherwise. */
    principal,
    read,
    until,
    reach,
    open,
    /** Opens, works up to the question and approves it; for worlds that work. */
    block: async (finding: Partial<Finding> = {}) => {
      const id = await open(finding)
      await reach(id, 'awaitingApproval')
      const decided = await decideOn(id, 'contain', 'approve', 'ana')
      if (decided.status !== 'decided') throw new Error(JSON.stringify(decided))
      return id
    },
    approve: (id: string) => decideOn(id, 'contain', 'approve', 'ana'),
    deny: (id: string) => decideOn(id, 'contain', 'deny', 'ana'),
    retry: (id: string) => request(engine, approvalRules, id, 'ana', 'the permission was given', { ask: 'retry' }),
    /** Asks for a restore and waits for its question. */
    prepareRestore: async (id: string, restoreAs: RestoreAs, by = 'cyd') => {
      const { restorePlanDigest } = (await read(id)).snapshot.context
      const asked = await request(engine, approvalRules, id, by, 'cleaned up', { ask: 'restore', restoreAs })
      if (asked.status !== 'accepted') throw new Error(asked.reason)
      return until(id, ({ state, snapshot: { context } }) => {
        const isNew =
          context.restorePlanDigest !== restorePlanDigest && context.openPlanDigest === context.restorePlanDigest
        return state === 'needsHuman' || isNew
      })
    },
    approveRestore: (id: string) => decideOn(id, 'restore', 'approve', 'ana'),
    audit: async (id: string) => (await engine.store.readAudit(id)).map(({ body }) => body),
  }
}
