import { resolve } from 'node:path'
import { homeRegion } from '../integrations/aws/client-options.js'
import type { EvidencePlaces } from '../integrations/aws/evidence-trails.js'
import { protectionFile } from '../integrations/files/protection-file.js'
import { liveTiming, scaledTiming } from '../playbooks/stages/timing.js'
import type { Timing } from '../src/domain/incident-context.js'
import { type Realm, realmBanner, realmId } from '../src/domain/realm.js'
import type { Log } from '../src/engine/engine.js'
import type { QuestionRules } from '../src/incidents/authority.js'
import type { AwsAccess } from '../src/ports.js'
import type { SeverityWord } from '../src/report/words.js'
import type { EffectRules } from '../workers/worker-tools.js'
import type { AccountConfig } from './account-config.js'
import { approvalRulesOf } from './approvals-config.js'
import { auditSettingsOf } from './audit-config.js'
import { type Composition, compose, type Runtime } from './compose.js'
import { type Config, parseProtection } from './config.js'
import { openEvidenceLookups } from './evidence-lookups.js'
import { realmLog } from './logging.js'
import { logMessenger } from './messengers.js'
import { type ConfiguredUrls, databaseUrls, openDatabase } from './open-database.js'
import type { OpeningSettings } from './opening.js'
import { preAuthorisedOf } from './pre-authorised-config.js'
import { questionTimingOf } from './question-timing.js'
import { type Realms, realmsOf } from './realms.js'
import { processMetrics } from './server/metrics/process-metrics.js'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
/** CloudTrail's event times have whole seconds. */
const EVENT_TIME_BLUR_MS = 1_500

export { approvalRulesOf, peopleOf, slackIdsOf } from './approvals-config.js'

/** One account, as one realm serves it. */
export interface ServedAccount {
  readonly account: AccountConfig
  readonly realm: Realm
  /** Beside a live realm: takes what GuardDuty's "Generate sample findings" makes, and writes never. */
  readonly forSamples: boolean
}

/** Every realm of a configuration: each account's own and, beside a live one, an exercise for its sample findings. */
export function servedAccounts(config: Config): ServedAccount[] {
  const isExercise = config.exercise !== undefined
  return config.accounts.flatMap((account): ServedAccount[] => {
    const own = { account, realm: realmOf(account, isExercise ? 'exercise' : 'live'), forSamples: false }
    return isExercise ? [own] : [own, { account, realm: realmOf(account, 'exercise'), forSamples: true }]
  })
}

function realmOf({ partition, id, endpoint }: AccountConfig, kind: Realm['kind']): Realm {
  return { kind, partition, accountId: id, endpoint }
}

export function timeScaleOf(config: Config): number {
  return config.exercise?.timeScale ?? 1
}

export function timingOf(config: Config, severity?: SeverityWord): Timing {
  const questions = questionTimingOf(config.approvals, severity)
  return scaledTiming(timeScaleOf(config), { ...liveTiming, questions })
}

/** What a new incident is given, by the configuration. */
export function openingSettingsOf(config: Config): OpeningSettings {
  const timing = (severity: SeverityWord) => timingOf(config, severity)
  return {
    timing: timingOf(config),
    timingBySeverity: {
      critical: timing('critical'),
      high: timing('high'),
      medium: timing('medium'),
      low: timing('low'),
    },
    holdDownMs: holdDownMsOf(config),
    routes: config.routing,
  }
}

export function effectRulesOf(
  config: Config,
  { account, forSamples }: Pick<ServedAccount, 'account' | 'forSamples'>,
): EffectRules {
  const { modes, policyName, propagationWindowSeconds, suspectLookbackMinutes } = config.containment
  const { contain, restore } = approvalRulesOf(config)
  return {
    writes: account.mode === 'guarded' && !forSamples ? 'onApproval' : 'never',
    preAuthorised: forSamples ? null : preAuthorisedOf(account, holdDownMsOf(config)),
    modes,
    policyName,
    approval: { contain: countsOf(contain), restore: countsOf(restore) },
    evidenceLookbackHours: 24,
    propagationWindowMs: (propagationWindowSeconds * SECOND_MS) / timeScaleOf(config) + EVENT_TIME_BLUR_MS,
    evidenceBudgetMs: account.evidence.budgetSeconds * SECOND_MS,
    maxEvidenceRequests: 120,
    maxCheckRequests: 12,
    suspectLookbackMs: suspectLookbackMinutes * MINUTE_MS,
  }
}

/** Two entries of one name are one person. */
function countsOf({ quorum, approvers }: QuestionRules): EffectRules['approval']['contain'] {
  const names = [...new Set(approvers)]
  return { quorum, approvers: names.length, names }
}

/** How an account is reached beside its realm: as which roles, and where its event history is read. */
export function connectionOf(
  account: AccountConfig,
): Pick<Composition, 'investigateRole' | 'containRole' | 'lookupRegions' | 'evidence' | 'confirmFindings'> {
  const { investigateRole, containRole, externalId, lookupRegions, confirmFindings } = account
  const trusted = (roleArn: string) => ({ roleArn, ...(externalId === null ? {} : { externalId }) })
  return {
    ...(investigateRole === null ? {} : { investigateRole: trusted(investigateRole) }),
    ...(containRole === null ? {} : { containRole: trusted(containRole) }),
    ...(lookupRegions === null ? {} : { lookupRegions }),
    ...(confirmFindings ? { confirmFindings } : {}),
    ...placesOf(account),
  }
}

/** Nothing where there is only the event history. */
function placesOf({ partition, lookupRegions, evidence }: AccountConfig): { readonly evidence?: EvidencePlaces } {
  const { logGroups, logsBy, bucket, detective } = evidence
  if (logGroups.length === 0 && bucket === null && detective === 'off') return {}
  return {
    evidence: {
      logGroups,
      logsBy,
      bucket: bucket === null ? null : { ...bucket, organizationId: bucket.organization },
      detectiveRegion: detective === 'off' ? null : (lookupRegions?.[0] ?? homeRegion(partition)),
    },
  }
}

/** Where investigations are pulled they are read as evidence as well, though none be started for it. */
function withPulled(
  connection: ReturnType<typeof connectionOf>,
  { evidence, lookupRegions, partition }: AccountConfig,
  { sources }: Config,
): ReturnType<typeof connectionOf> {
  const isPulled = (sources.detective?.pull ?? null) !== null
  if (!isPulled || evidence.detective !== 'off') return connection
  const detectiveRegion = lookupRegions?.[0] ?? homeRegion(partition)
  return { ...connection, evidence: { ...connection.evidence, detectiveRegion, detectiveReadsOnly: true } }
}

function refreshOf(minutes: number | null): { evidenceRefreshMs?: number } {
  return minutes === null ? {} : { evidenceRefreshMs: minutes * MINUTE_MS }
}

/** Where time runs faster, so does AWS: CloudTrail answers two requests a second, Roles Anywhere one. */
export function lookupRateOf(config: Config): {
  readonly lookupEventsPerSecond?: number
  readonly rolesAnywherePerSecond?: number
} {
  const scale = timeScaleOf(config)
  return scale > 1 ? { lookupEventsPerSecond: 2 * scale, rolesAnywherePerSecond: scale } : {}
}

/** How long a restore speaks for what a principal did before it, in time that runs as fast as everything else. */
export function holdDownMsOf(config: Config): number {
  return (config.limits.holdDownMinutes * MINUTE_MS) / timeScaleOf(config)
}

/** A configuration and where it stands: `protected` is read from there again at each use. */
export interface ConfigFile {
  readonly config: Config
  readonly path: string
}

export interface Assembled {
  readonly realms: Realms
  close(): Promise<void>
}

/** Connects everything that the configuration names; without a database URL the embedded server is started or joined. */
export async function assemble(file: ConfigFile, log: Log): Promise<Assembled> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return { realms: await assembleRealms(file, log, undo), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** One database for all of them; of every other thing each realm has its own. */
async function assembleRealms(file: ConfigFile, log: Log, undo: (() => Promise<void>)[]): Promise<Realms> {
  const urls = await databaseUrls(file.config, log, undo)
  const db = await openDatabase({ ...urls, log })
  undo.push(() => db.destroy())
  const metrics = processMetrics()
  undo.push(async () => metrics.close())
  const runtimes: Runtime[] = []
  const lookupsOf = onceAnAccount((account) => openEvidenceLookups(account.evidence, file.path, log))
  for (const served of servedAccounts(file.config)) {
    const own = realmLog(log, realmId(served.realm))
    const lookups = await lookupsOf(served.account)
    const accessTo = (accountId: string) => accessIn(runtimes, served.realm, accountId)
    const runtime = await compose({ ...compositionOf(file, served, urls, own), accessTo, lookups, metrics }, db)
    undo.push(() => runtime.close())
    runtimes.push(runtime)
  }
  const [home, ...others] = runtimes
  if (home === undefined) throw new Error('The configuration names no account.')
  return realmsOf(home, ...others)
}

/** Of the same kind and partition: a live realm reads no exercise. */
function accessIn(runtimes: readonly Runtime[], { kind, partition }: Realm, accountId: string): AwsAccess | null {
  const isMeant = ({ tools: { realm } }: Runtime) =>
    realm.kind === kind && realm.partition === partition && realm.accountId === accountId
  return runtimes.find(isMeant)?.tools.access ?? null
}

/** An account and its exercise share what takes a hundred megabytes of memory. */
function onceAnAccount<T>(open: (account: AccountConfig) => Promise<T>): (account: AccountConfig) => Promise<T> {
  const opened = new Map<string, Promise<T>>()
  return (account) => {
    const known = opened.get(account.id) ?? open(account)
    opened.set(account.id, known)
    return known
  }
}

function compositionOf(
  { config, path }: ConfigFile,
  served: ServedAccount,
  { databaseUrl, queueDatabaseUrl }: ConfiguredUrls,
  log: Log,
): Composition {
  const { account, realm } = served
  const scale = timeScaleOf(config)
  return {
    realm,
    accountName: account.name,
    databaseUrl,
    ...(queueDatabaseUrl === undefined ? {} : { queueDatabaseUrl }),
    redisUrl: config.queue.url,
    timeScale: scale,
    ...lookupRateOf(config),
    ...withPulled(connectionOf(account), account, config),
    ...refreshOf(account.evidence.refreshMinutes),
    messenger: logMessenger(log, realmBanner(realm)),
    rules: effectRulesOf(config, served),
    blocksPerAccountPerHour: config.limits.blocksPerAccountPerHour,
    protection: protectionFile(path, (text) => parseProtection(path, text)),
    audit: auditSettingsOf(config),
    filesDir: resolve(config.dataDir),
    log,
  }
}
