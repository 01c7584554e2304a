import type { Exercise } from '../../../exercises/exercise-file.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { Realm } from '../../../src/domain/realm.js'
import type { Log } from '../../../src/engine/engine.js'
import type { Messenger } from '../../../src/ports.js'
import type { EffectRules } from '../../../workers/worker-tools.js'
import { type Composition, compose, type Runtime } from '../../compose.js'
import { fixedProtection } from '../../fixed-protection.js'
import { realmLog } from '../../logging.js'
import { openDatabase } from '../../open-database.js'
import { type Realms, realmsOf } from '../../realms.js'
import { processMetrics } from '../../server/metrics/process-metrics.js'
import { asksAws } from '../asks-aws.js'
import type { ExerciseFence } from '../exercise-fence.js'
import { liveRules } from '../virtual/start-virtual-world.js'
import { approvalCounts } from '../world-rules.js'
import { LOOKUPS_PER_SECOND, type ServiceAccounts } from './service-accounts.js'

/** Event times have whole seconds, so a window cannot be scaled below what that blurs. */
const EVENT_TIME_BLUR_MS = 1_500
const LIVE_WINDOW_MS = liveRules.propagationWindowMs - EVENT_TIME_BLUR_MS
/** Evidence is collected in real time, however fast the exercise runs. */
const LEAST_EVIDENCE_BUDGET_MS = 20_000

export interface RealmParts {
  readonly exercise: Exercise
  readonly timeScale: number
  readonly databaseUrl: string
  readonly simulated: ServiceAccounts
  readonly fence: ExerciseFence
  readonly messenger: Messenger
  readonly filesDir: string
  readonly log: Log
}

/** One realm for each account of the world, of kind `exercise`, all of them on one database; `undo` gets what ends them. */
export async function composeRealms(parts: RealmParts, undo: (() => Promise<void>)[]): Promise<Realms> {
  const { databaseUrl, log } = parts
  const db = await openDatabase({ databaseUrl, migrateUrl: null, log })
  undo.push(() => db.destroy())
  const metrics = processMetrics()
  undo.push(async () => metrics.close())
  const runtimes: Runtime[] = []
  for (const account of parts.simulated.accounts.all) {
    const runtime = await compose({ ...compositionOf(parts, account), metrics }, db)
    undo.push(() => runtime.close())
    runtimes.push(runtime)
  }
  const [home, ...others] = runtimes
  if (home === undefined) throw new Error('A world has at least one account.')
  return realmsOf(home, ...others)
}

function compositionOf(parts: RealmParts, { account, adminCredentials, url }: SimulatedAccount): Composition {
  const { exercise, timeScale, databaseUrl, fence, messenger, filesDir, log } = parts
  const { partition, accountId, region } = account
  const realm: Realm = { kind: 'exercise', partition, accountId, endpoint: url }
  const { requestHandler, slowRequestHandler } = fence
  return {
    realm,
    databaseUrl,
    redisUrl: null,
    credentials: adminCredentials,
    connections: { requestHandler, slowRequestHandler },
    lookupRegions: [region],
    lookupEventsPerSecond: LOOKUPS_PER_SECOND * timeScale,
    rolesAnywherePerSecond: timeScale,
    timeScale,
    messenger,
    filesDir,
    log: realmLog(log, `exercise ${accountId}`),
    rules: rulesOf(exercise, timeScale),
    protection: fixedProtection({ arns: exercise.world.protected.map(({ arn }) => arn) }),
    confirmFindings: asksAws(exercise),
  }
}

function rulesOf(exercise: Exercise, timeScale: number): EffectRules {
  return {
    ...liveRules,
    approval: approvalCounts(exercise),
    propagationWindowMs: LIVE_WINDOW_MS / timeScale + EVENT_TIME_BLUR_MS,
    evidenceBudgetMs: Math.max(LEAST_EVIDENCE_BUDGET_MS, liveRules.evidenceBudgetMs / timeScale),
  }
}
