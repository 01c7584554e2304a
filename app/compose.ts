import type { Kysely } from 'kysely'
import { type ConnectedAwsAccount, connectAwsAccount } from '../integrations/aws/aws-account.js'
import type { AwsCredentials } from '../integrations/aws/client-options.js'
import type { AssumeRole } from '../integrations/aws/sts/assumed-role.js'
import { reportFiles } from '../integrations/files/report-files.js'
import { undoCardFiles } from '../integrations/files/undo-card-files.js'
import { connectDatabase } from '../integrations/postgres/connect-database.js'
import type { Database } from '../integrations/postgres/database.js'
import { migrate } from '../integrations/postgres/migrate.js'
import { postgresIncidentStore } from '../integrations/postgres/postgres-incident-store.js'
import { connectQueue } from '../integrations/queue/connect-queue.js'
import { offerEffects } from '../integrations/queue/offer-effects.js'
import type { QueueConnection } from '../integrations/queue/queue-connection.js'
import { randomIds } from '../integrations/system/random-ids.js'
import { systemClock } from '../integrations/system/system-clock.js'
import { type Realm, realmBanner, realmId } from '../src/domain/realm.js'
import type { Engine, Log } from '../src/engine/engine.js'
import type { Messenger, ProtectionSource } from '../src/ports.js'
import { EFFECT_QUEUE, type EffectJob, type RunningWorkers, startWorkers } from '../workers/start-workers.js'
import type { EffectRules, WorkerTools } from '../workers/worker-tools.js'
import { playbooks } from './playbooks.js'

/** Everything that a running Tourniquet needs to be told. */
export interface Composition {
  readonly realm: Realm
  readonly databaseUrl: string
  readonly redisUrl: string | null
  readonly credentials?: AwsCredentials
  /** The role that everything in the account is done with; without it the credentials are used as they are. */
  readonly assumeRole?: AssumeRole
  /** Regions whose event history is read; the partition's home Region if not given. */
  readonly lookupRegions?: readonly string[]
  readonly lookupEventsPerSecond?: number
  readonly timeScale: number
  readonly messenger: Messenger
  readonly rules: EffectRules
  readonly protection: ProtectionSource
  /** Reports and undo cards go here. */
  readonly filesDir: string
  readonly log: Log
}

export interface Runtime {
  readonly engine: Engine
  readonly tools: WorkerTools
  startWorkers(options: {
    workerId: string
    leaseMs: number
    concurrency: number
    relayIntervalMs: number
  }): Promise<RunningWorkers>
  /** One round trip to each thing that must answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Joins ports to integrations. Brings the schema up to date first, so that every process of a version may start alone. */
export async function compose(composition: Composition): Promise<Runtime> {
  const { realm, log } = composition
  const db = connectDatabase({ url: composition.databaseUrl, log })
  await migrate(db)
  const jobs = await connectQueue({
    redisUrl: composition.redisUrl,
    postgresUrl: composition.databaseUrl,
    realm: realmId(realm),
    log,
  })
  const engine = await startEngine(composition, db, jobs)
  const tools = toolsOf(composition, engine)
  return {
    engine,
    tools,
    startWorkers: (options) => startWorkers(tools, jobs, options),
    ping: async () => {
      await engine.store.runnableEffects(1)
      await jobs.ping()
    },
    close: async () => {
      await jobs.close()
      await db.destroy()
    },
  }
}

async function startEngine(composition: Composition, db: Kysely<Database>, jobs: QueueConnection): Promise<Engine> {
  const realm = realmId(composition.realm)
  return {
    realm,
    store: postgresIncidentStore(db, realm),
    queue: offerEffects(await jobs.createQueue<EffectJob>(EFFECT_QUEUE)),
    clock: systemClock,
    ids: randomIds,
    playbooks,
    timeScale: composition.timeScale,
    log: composition.log,
  }
}

function toolsOf(composition: Composition, engine: Engine): WorkerTools {
  const { realm, messenger, protection, rules } = composition
  const aws = connectAccount(composition)
  const banner = realmBanner(realm)
  const reports = reportFiles({ directory: composition.filesDir, store: engine.store, banner, clock: engine.clock })
  const undoCards = undoCardFiles(composition.filesDir)
  return { engine, realm, aws, messenger, reports, undoCards, protection, rules }
}

type Connection = Pick<Composition, 'realm' | 'credentials' | 'assumeRole' | 'lookupRegions' | 'lookupEventsPerSecond'>

/** AWS as the workers reach it. Nothing is sent yet. */
export function connectAccount(connection: Connection): ConnectedAwsAccount {
  const { realm, credentials, assumeRole, lookupRegions, lookupEventsPerSecond } = connection
  return connectAwsAccount({
    partition: realm.partition,
    accountId: realm.accountId,
    ...(realm.endpoint === null ? {} : { endpoint: realm.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
    ...(lookupRegions === undefined ? {} : { lookupRegions }),
    ...(lookupEventsPerSecond === undefined ? {} : { lookupEventsPerSecond }),
  })
}
