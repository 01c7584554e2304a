import type { Kysely } from 'kysely'
import { type ConnectedAwsAccess, connectAwsAccess, type TrustedRole } from '../integrations/aws/aws-access.js'
import type { AwsConnection, AwsCredentials } from '../integrations/aws/client-options.js'
import type { EvidencePlaces } from '../integrations/aws/evidence-trails.js'
import { rawEvidenceFiles } from '../integrations/files/raw-evidence-files.js'
import { reportFiles } from '../integrations/files/report-files.js'
import { undoCardFiles } from '../integrations/files/undo-card-files.js'
import type { Database } from '../integrations/postgres/database.js'
import { postgresBrakeStore } from '../integrations/postgres/postgres-brake-store.js'
import { postgresCanaryStore } from '../integrations/postgres/postgres-canary-store.js'
import { postgresChatPostStore } from '../integrations/postgres/postgres-chat-post-store.js'
import { postgresGauges } from '../integrations/postgres/postgres-gauges.js'
import { postgresIncidentStore } from '../integrations/postgres/postgres-incident-store.js'
import {
  type InvestigationStore,
  postgresInvestigationStore,
} from '../integrations/postgres/postgres-investigation-store.js'
import { postgresSystemLog } from '../integrations/postgres/postgres-system-log.js'
import { type JobQueue, openJobQueue } from '../integrations/queue/job-queue.js'
import { offerEffects } from '../integrations/queue/offer-effects.js'
import { randomIds } from '../integrations/system/random-ids.js'
import { systemClock } from '../integrations/system/system-clock.js'
import type { SystemLog } from '../src/audit/system-log.js'
import { type Realm, realmBanner, realmId } from '../src/domain/realm.js'
import type { BrakeStore } from '../src/engine/brakes.js'
import type { Engine, Log } from '../src/engine/engine.js'
import type { IncidentStore } from '../src/engine/incident-store.js'
import type { ChatPostStore } from '../src/incidents/chat-posts.js'
import type { AwsAccess, Messenger, ProtectionSource } from '../src/ports.js'
import { EFFECT_QUEUE, type Job, type RunningWorkers, startWorkers } from '../workers/start-workers.js'
import { watchStanding } from '../workers/watch-standing.js'
import type { EffectRules, EvidenceLookups, WorkerTools } from '../workers/worker-tools.js'
import { awsFindingReaders } from './aws-finding-readers.js'
import { threadInvestigator } from './investigation/thread-investigator.js'
import { openDatabase } from './open-database.js'
import { playbooks } from './playbooks.js'
import { type RunningParts, runningParts } from './running-parts.js'
import { type AuditSettings, nudgingStore, type RuntimeAudit, runtimeAudit } from './runtime-audit.js'
import { type ProcessMetrics, processMetrics } from './server/metrics/process-metrics.js'

/** Everything that a running Tourniquet needs to be told. */
export interface Composition {
  readonly realm: Realm
  /** What people call the account; '' where they do not. */
  readonly accountName?: string
  readonly databaseUrl: string
  /** Where a queue on PostgreSQL makes its own schema; the same if not given. */
  readonly queueDatabaseUrl?: string
  readonly redisUrl: string | null
  readonly credentials?: AwsCredentials
  /** Connections of the AWS clients, closed by whoever made them; their own if not given. */
  readonly connections?: Pick<AwsConnection, 'requestHandler' | 'slowRequestHandler'>
  /** Looks into the account; without it the other role does, and without both the credentials as they are. */
  readonly investigateRole?: TrustedRole
  /** Writes; without it the credentials as they are. */
  readonly containRole?: TrustedRole
  /** Regions whose event history is read; the partition's home Region if not given. */
  readonly lookupRegions?: readonly string[]
  readonly lookupEventsPerSecond?: number
  /** Requests to each family of Roles Anywhere's operations; AWS's own quota, one a second, if not given. */
  readonly rolesAnywherePerSecond?: number
  readonly timeScale: number
  readonly messenger: Messenger
  readonly rules: EffectRules
  readonly protection: ProtectionSource
  /** The cap of limits.blocksPerAccountPerHour; none if not given. */
  readonly blocksPerAccountPerHour?: number
  /** Without it no checkpoints are taken: a demo and tests prove consistency alone. */
  readonly audit?: AuditSettings
  /** Where else evidence is looked for. */
  readonly evidence?: EvidencePlaces
  /** Another account that this process serves, for chains of roles that go on there; none if not given. */
  readonly accessTo?: WorkerTools['accessTo']
  /** What evidence is compared with; nothing if not given. */
  readonly lookups?: EvidenceLookups
  /** How often evidence is collected again while people are asked; as the playbook has it if not given. */
  readonly evidenceRefreshMs?: number
  /** Whether AWS is asked if it has a finding, before people are asked for a block; no if not given. */
  readonly confirmFindings?: boolean
  /** Reports, undo cards and raw evidence go here. */
  readonly filesDir: string
  readonly log: Log
  /** What the process counts, where it has several realms; else each counts for itself. */
  readonly metrics?: ProcessMetrics
}

export interface Runtime {
  readonly accountName: string
  /** null: as the playbook has it. */
  readonly evidenceRefreshMs: number | null
  readonly confirmFindings?: boolean
  readonly engine: Engine
  readonly tools: WorkerTools
  readonly systemLog: SystemLog
  readonly audit: RuntimeAudit
  readonly brakes: BrakeStore
  readonly chatPosts: ChatPostStore
  readonly investigations: InvestigationStore
  /** Calls the listener after each step that this process recorded. */
  whenRecorded(listener: () => void): void
  startWorkers(options: {
    workerId: string
    leaseMs: number
    concurrency: number
    relayIntervalMs: number
    /** In place of the runtime's own: an exercise has workers that can die. */
    tools?: WorkerTools
  }): Promise<RunningWorkers>
  /** What /readyz and /metrics ask. */
  readonly parts: RunningParts
  /** What this process counts. */
  readonly metrics: ProcessMetrics
  /** Jobs in hand get `patienceMs` to end. */
  close(patienceMs?: number): Promise<void>
}

/** Joins ports to integrations. A database that is `shared` with other realms is closed by whoever opened it. */
export async function compose(composition: Composition, shared?: Kysely<Database>): Promise<Runtime> {
  const { realm } = composition
  const db = shared ?? (await openDatabase({ ...composition, migrateUrl: null }))
  const metrics = composition.metrics ?? processMetrics()
  const jobs = await openJobs(composition)
  const audit = runtimeAudit({ db, realm: realmId(realm), settings: composition.audit, log: composition.log })
  const listeners: (() => void)[] = []
  const engine = startEngine(composition, db, jobs, metrics, audit, () => {
    for (const listener of listeners) listener()
  })
  const investigations = postgresInvestigationStore(db, realmId(realm))
  const access = connectAccount({ ...composition, onInvestigation: investigations.own })
  const tools = toolsOf(composition, engine, access)
  const systemLog = postgresSystemLog(db, realmId(realm), systemClock)
  const brakes = postgresBrakeStore(db, realmId(realm))
  await brakes.limitBlocks(composition.blocksPerAccountPerHour ?? null)
  const canaries = postgresCanaryStore(db, realmId(realm))
  const parts = runningParts({ canaries, jobs, gauges: postgresGauges(db, realmId(realm)), brakes })
  return {
    accountName: composition.accountName ?? '',
    evidenceRefreshMs: composition.evidenceRefreshMs ?? null,
    confirmFindings: composition.confirmFindings ?? false,
    engine,
    tools,
    systemLog,
    audit,
    brakes,
    chatPosts: postgresChatPostStore(db, realmId(realm)),
    investigations,
    whenRecorded: (listener) => void listeners.push(listener),
    startWorkers: async (options) => {
      const standing = await watchStanding({
        brakes,
        systemLog,
        log: composition.log,
        readStanding: audit.readStanding,
      })
      const checkpoints = await audit.start()
      const workers = startWorkers(options.tools ?? tools, jobs, { ...options, canaries })
      parts.add(workers)
      const stop = async (patienceMs?: number) => {
        await workers.stop(patienceMs)
        await standing.stop()
        await checkpoints?.stop()
      }
      return { ...workers, stop }
    },
    parts,
    metrics,
    close: async (patienceMs) => {
      await jobs.close(patienceMs)
      access.close()
      if (composition.metrics === undefined) metrics.close()
      if (shared === undefined) await db.destroy()
    },
  }
}

/** Waits for no queue: intake needs PostgreSQL alone. */
function openJobs({ redisUrl, databaseUrl, queueDatabaseUrl, realm, log }: Composition): Promise<JobQueue<Job>> {
  return openJobQueue<Job>({
    name: EFFECT_QUEUE,
    redisUrl,
    postgresUrl: queueDatabaseUrl ?? databaseUrl,
    realm: realmId(realm),
    log,
  })
}

function startEngine(
  composition: Composition,
  db: Kysely<Database>,
  jobs: JobQueue<Job>,
  metrics: ProcessMetrics,
  audit: RuntimeAudit,
  tell: () => void,
): Engine {
  const realm = realmId(composition.realm)
  return {
    realm,
    store: tellingStore(nudgingStore(postgresIncidentStore(db, realm), audit.nudge), tell),
    queue: offerEffects(jobs),
    clock: systemClock,
    ids: randomIds,
    playbooks,
    timeScale: composition.timeScale,
    log: composition.log,
    meter: metrics.meter,
  }
}

/** The store, telling after each step that was recorded. */
function tellingStore(store: IncidentStore, tell: () => void): IncidentStore {
  const recordStep: IncidentStore['recordStep'] = async (step) => {
    const result = await store.recordStep(step)
    if (result.status === 'recorded') tell()
    return result
  }
  return { ...store, recordStep }
}

function toolsOf(composition: Composition, engine: Engine, access: AwsAccess): WorkerTools {
  const { realm, messenger, protection, rules } = composition
  const banner = realmBanner(realm)
  const rawEvidence = rawEvidenceFiles(composition.filesDir)
  const { filesDir: directory } = composition
  const reports = reportFiles({ directory, store: engine.store, banner, clock: engine.clock, rawEvidence })
  return {
    engine,
    realm,
    access,
    ...(composition.accessTo === undefined ? {} : { accessTo: composition.accessTo }),
    messenger,
    reports,
    undoCards: undoCardFiles(composition.filesDir),
    protection,
    rawEvidence,
    lookups: composition.lookups ?? { geo: null, flagged: null },
    investigate: threadInvestigator(),
    rules,
  }
}

type Connection = Pick<
  Composition,
  | 'realm'
  | 'credentials'
  | 'connections'
  | 'investigateRole'
  | 'containRole'
  | 'lookupRegions'
  | 'lookupEventsPerSecond'
  | 'rolesAnywherePerSecond'
  | 'evidence'
  | 'confirmFindings'
> & {
  /** Told of each investigation of Detective that is started. */
  readonly onInvestigation?: (investigationId: string) => Promise<void>
}

/** AWS as the workers reach it. Nothing is sent yet. */
export function connectAccount(connection: Connection): ConnectedAwsAccess {
  const {
    realm,
    credentials,
    connections,
    investigateRole,
    containRole,
    lookupRegions,
    lookupEventsPerSecond,
    rolesAnywherePerSecond,
    evidence,
    confirmFindings,
  } = connection
  return connectAwsAccess({
    partition: realm.partition,
    accountId: realm.accountId,
    ...(realm.endpoint === null ? {} : { endpoint: realm.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...connections,
    ...(investigateRole === undefined ? {} : { investigateRole }),
    ...(containRole === undefined ? {} : { containRole }),
    ...(lookupRegions === undefined ? {} : { lookupRegions }),
    ...(lookupEventsPerSecond === undefined ? {} : { lookupEventsPerSecond }),
    ...(rolesAnywherePerSecond === undefined ? {} : { rolesAnywherePerSecond }),
    ...(evidence === undefined ? {} : { evidence: { ...evidence, onInvestigation: connection.onInvestigation } }),
    ...(confirmFindings === true ? { findingReaders: awsFindingReaders } : {}),
  })
}
