import { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { accountId, startVirtualWorld } from '../../../app/exercise/virtual/start-virtual-world.js'
import { VirtualWorld } from '../../../app/exercise/virtual/virtual-world.js'
import type { WatchedStore } from '../../../app/exercise/virtual/watched-store.js'
import { createActor } from '../../../simulated-aws/actor.js'
import type { HeldPrincipal } from '../../../simulated-aws/attackers/attacker.js'
import { findAttacker } from '../../../simulated-aws/attackers/attackers.js'
import type { JsonObject } from '../../../simulated-aws/json.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import type { Question } from '../../../src/domain/effect.js'
import { type Evidence, evidenceSchema } from '../../../src/domain/evidence.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { FindingLookup } from '../../../src/domain/finding-lookup.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import { type ContainPlan, planSchema, type RestoreAs, type RestorePlan } from '../../../src/domain/plan.js'
import type { Principal } from '../../../src/domain/principal.js'
import type { BlockObservation } from '../../../src/domain/verdict.js'
import { blockObservationSchema } from '../../../src/domain/verdict.js'
import type { Document } from '../../../src/engine/incident-store.js'
import { type Decided, decide } from '../../../src/incidents/decide.js'
import { type PersonRequest, request } from '../../../src/incidents/request.js'
import type { ProtectionRules, TrailSource, UndoCard } from '../../../src/ports.js'
import type { Investigator } from '../../../workers/investigator.js'
import type { EffectRules } from '../../../workers/worker-tools.js'
import { aFinding } from '../fixtures/findings.js'
import { intruderIn } from './intruder.js'
import { adminKey, adminUser, ciDeploy } from './seed.js'

export interface StageOptions {
  readonly seed?: Omit<SeedInput, 'accountId'>
  readonly enforcementDelayMs?: number
  readonly cloudTrailLagMs?: number
  readonly rules?: Partial<EffectRules>
  readonly timing?: Partial<Timing>
  readonly protection?: Partial<ProtectionRules>
  readonly emptyPages?: boolean
  readonly trails?: (own: readonly TrailSource[]) => readonly TrailSource[]
  /** In place of the analyses. */
  readonly investigate?: Investigator
  /** What AWS answers about findings. */
  readonly findings?: FindingLookup
  /** `compromised-principal` if not given. */
  readonly playbook?: string
}

export type Stage = Awaited<ReturnType<typeof createStage>>

const approvers = ['ana', 'bo', 'cyd']
export const approvalRules = {
  contain: { approvers, quorum: 1 },
  restore: { approvers, quorum: 1 },
  operators: ['dan'],
}
const MINUTE_MS = 60_000

/** Whom a finding is about, in the account of the stage. */
export type Accused = Pick<Principal, 'type' | 'name'> & Partial<Principal>

/** Stages for the tests of one block, closed after each of them; `usual` is what a test does not say otherwise. */
export function useStages(usual: StageOptions = {}): (options?: StageOptions) => Promise<Stage> {
  const open: Stage[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stage) => stage.close()))
  })
  return async (options = {}) => {
    const stage = await createStage({ ...usual, ...options })
    open.push(stage)
    return stage
  }
}

/**
 * The product with its live timing against the simulated account on virtual time: minutes of it pass in a moment, and
 * nothing depends on how fast the machine is. IAM enforces 4 s after it answers unless the test says otherwise.
 */
async function createStage(options: StageOptions) {
  const { users = [], ...seed } = options.seed ?? {}
  const setting = {
    random: new SeededRandom('behaviours'),
    seed: { accountId, roles: [ciDeploy()], ...seed, users: [adminUser, ...users] },
    enforcementDelayMs: options.enforcementDelayMs ?? 4_000,
    cloudTrailLagMs: options.cloudTrailLagMs ?? 1_000,
    emptyPages: options.emptyPages ?? false,
    ...(options.rules === undefined ? {} : { rules: options.rules }),
    ...(options.timing === undefined ? {} : { timing: options.timing }),
    ...(options.trails === undefined ? {} : { trails: options.trails }),
    ...(options.findings === undefined ? {} : { findings: options.findings }),
    ...(options.investigate === undefined ? {} : { investigate: options.investigate }),
  }
  const { world: started, close } = await startVirtualWorld(setting)
  const kept = keptOutside(options.protection)
  const { parts } = started
  const { protection, undoCards, reports } = kept
  const filed: Document[] = []
  const store: WatchedStore = {
    ...parts.store,
    recordStep: async (step) => {
      filed.push(...step.documents)
      return parts.store.recordStep(step)
    },
  }
  const tools = { ...parts.tools, protection, undoCards, reports }
  const world = new VirtualWorld({ ...parts, store, engine: { ...parts.engine, store }, tools })
  const { account } = world
  const administrator = createActor({
    account: account.account,
    accessKeyId: adminKey.accessKeyId,
    sourceIp: '203.0.113.5',
    userAgent: 'aws-cli/2',
  })
  return {
    world,
    account,
    people: world.people,
    kept,
    /** What steps filed of one kind, oldest first. */
    filed: (kind: Document['kind']) => filed.filter((document) => document.kind === kind),
    close,
    ...observing(world),
    ...acting(world, options.playbook),
    /** What other people of the account do, at once. */
    admin: (action: string, parameters: JsonObject) => {
      const reply = administrator.call({ service: 'iam', action, parameters })
      if (!reply.ok) throw new Error(`${action}: ${reply.error.message}`)
    },
    /** One call by whoever holds the key: `ok`, or the code of the error. */
    callAs: (key: string, service: string, action: string) => intruderIn(account, { key }).call(service, action),
    /** Lets an attacker act every `everyMs` from now on, until it is told to stop. */
    attack: (name: string, held: HeldPrincipal, everyMs: number) => {
      const attack = findAttacker(name)?.create({ account: account.account, ...held })
      if (attack === undefined) throw new Error(`There is no attacker ${name}.`)
      return { attack, stop: repeat(world, attack.step, everyMs) }
    },
    /** Does something every so often from now on. */
    every: (everyMs: number, step: () => void) => repeat(world, step, everyMs),
  }
}

/** What is outside of database and AWS: the configuration of protection, undo cards, reports. */
function keptOutside(initial: Partial<ProtectionRules> = {}) {
  const kept = {
    rules: { arns: ['arn:aws:iam::*:role/break-glass-*'], uniqueIds: [], raisingTags: [], ...initial },
    isReadable: true,
  }
  const cards: UndoCard[] = []
  const reported: string[] = []
  return {
    cards,
    reported,
    /** Changes the configuration; null: it cannot be read any more. */
    protect: (rules: Partial<ProtectionRules> | null) => {
      kept.isReadable = rules !== null
      kept.rules = { ...kept.rules, ...rules }
    },
    protection: {
      read: async (): Promise<ProtectionRules> => {
        if (!kept.isReadable) throw new Error('The configuration cannot be read.')
        return kept.rules
      },
    },
    undoCards: { file: async (card: UndoCard) => void cards.push(card) },
    reports: {
      write: async (incidentId: string) => {
        reported.push(incidentId)
        return [`${incidentId}.html`]
      },
    },
  }
}

function repeat({ time }: VirtualWorld, step: () => void, everyMs: number): () => void {
  const state = { isOn: true }
  const act = () => {
    if (!state.isOn) return
    step()
    time.at(time.nowMs + everyMs, 'repeated', act)
  }
  time.at(time.nowMs, 'repeated', act)
  return () => {
    state.isOn = false
  }
}

function observing(world: VirtualWorld) {
  const incident = (): Incident => {
    const last = world.incidents.at(-1)
    if (last === undefined) throw new Error('No incident was opened.')
    return last
  }
  const audit = async (id = incident().id) => {
    const records = await world.parts.store.readAudit(id)
    return records.map(({ body }) => body)
  }
  const planUnder = async (digest: string | null) => {
    const found = await world.parts.store.readDocument(digest ?? '')
    return planSchema.parse(found?.body)
  }
  return {
    /** The newest one. */
    incident,
    audit,
    /** Lets time go on until the newest incident is in one of these states. */
    reach: async (states: readonly string[], withinMs = 20 * MINUTE_MS): Promise<Incident> => {
      await world.run(withinMs, () => states.includes(world.incidents.at(-1)?.state ?? ''))
      const { state, snapshot } = incident()
      if (!states.includes(state)) throw new Error(`It is in ${state} (${snapshot.context.reason}).`)
      return incident()
    },
    containPlan: async (): Promise<ContainPlan> => {
      const plan = await planUnder(incident().snapshot.context.containPlanDigest)
      if (plan.kind !== 'contain') throw new Error('This is no plan of a block.')
      return plan
    },
    restorePlan: async (): Promise<RestorePlan> => {
      const plan = await planUnder(incident().snapshot.context.restorePlanDigest)
      if (plan.kind !== 'restore') throw new Error('This is no plan of a restore.')
      return plan
    },
    /** What people look at now. */
    evidence: async (): Promise<Evidence> => {
      const found = await world.parts.store.readDocument(incident().snapshot.context.evidenceDigest ?? '')
      return evidenceSchema.parse(found?.body)
    },
    /** Every look at the block, in order. */
    looks: async (): Promise<BlockObservation[]> =>
      (await audit())
        .filter(({ what }) => what === 'BLOCK_OBSERVED')
        .map(({ detail }) => blockObservationSchema.parse(observationIn(detail))),
  }
}

function observationIn(detail: unknown): unknown {
  return typeof detail === 'object' && detail !== null && 'observation' in detail ? detail.observation : detail
}

function acting(world: VirtualWorld, playbook = 'compromised-principal') {
  const { engine } = world
  const until = async <T>(work: () => Promise<T>): Promise<T> => {
    const done: T[] = []
    world.begin(async () => void done.push(await work()))
    await world.run(MINUTE_MS, () => done.length > 0)
    const [result] = done
    if (done.length === 0 || result === undefined) throw new Error('It was not done within a minute.')
    return result
  }
  const newest = () => world.incidents.at(-1)?.id ?? ''
  const decideOn = (question: Question, by: string, decision: 'approve' | 'deny' = 'approve'): Promise<Decided> =>
    until(async () => {
      const planDigest = world.incidents.at(-1)?.snapshot.context.openPlanDigest ?? ''
      return decide(engine, approvalRules, newest(), { question, decision, planDigest, reason: 'x', by })
    })
  const ask = (wish: PersonRequest, by = 'dan') =>
    until(() => request(engine, approvalRules, newest(), by, 'asked for', wish))
  const report = (accused: Accused, changes: Partial<Finding> = {}) => {
    const now = world.time.now().toISOString()
    const principal = { partition: 'aws' as const, accountId, ...accused }
    world.report(aFinding({ principal, firstSeenAt: now, lastSeenAt: now, updatedAt: now, ...changes }), playbook)
  }
  const isIn = (state: string) => world.incidents.at(-1)?.state === state
  return {
    report,
    /** An answer of AWS to somebody else than the product, which takes virtual time as well. */
    during: async <T>(work: () => Promise<T>): Promise<T> => {
      const state = { isDone: false }
      const working = work().finally(() => {
        state.isDone = true
      })
      while (!state.isDone) {
        await world.run(100, () => state.isDone)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return working
    },
    approve: (by = 'ana') => decideOn('contain', by),
    approveRestore: (by = 'ana') => decideOn('restore', by),
    deny: (question: Question) => decideOn(question, 'ana', 'deny'),
    ask,
    /** From the finding to the write: reported, planned, approved by one person, blocking. */
    block: async (accused: Accused, changes: Partial<Finding> = {}) => {
      const before = world.incidents.length
      report(accused, changes)
      await world.run(5 * MINUTE_MS, () => world.incidents.length > before && isIn('awaitingApproval'))
      const decided = await decideOn('contain', 'ana')
      if (decided.status === 'refused') throw new Error(decided.reason)
    },
    /** Asked for, approved by one person and under way. */
    restore: async (restoreAs: RestoreAs) => {
      await ask({ ask: 'restore', restoreAs })
      const isAsked = () => {
        const { openPlanDigest, restorePlanDigest } = world.incidents.at(-1)?.snapshot.context ?? {}
        return openPlanDigest !== null && openPlanDigest === restorePlanDigest
      }
      await world.run(5 * MINUTE_MS, () => isIn('needsHuman') || isAsked())
      if (isIn('needsHuman')) return
      const decided = await decideOn('restore', 'ana')
      if (decided.status === 'refused') throw new Error(decided.reason)
    },
  }
}
