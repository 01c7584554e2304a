import { join, resolve } from 'node:path'
import { protectionFile } from '../integrations/files/protection-file.js'
import { useEmbeddedServer } from '../integrations/postgres/embedded/use-embedded-server.js'
import { liveTiming, scaledTiming } from '../playbooks/stages/timing.js'
import type { Timing } from '../src/domain/incident-context.js'
import { type Realm, realmBanner } from '../src/domain/realm.js'
import type { Log } from '../src/engine/engine.js'
import type { ApprovalRules } from '../src/incidents/decide.js'
import type { EffectRules } from '../workers/worker-tools.js'
import { type Composition, compose, type Runtime } from './compose.js'
import { type Config, parseProtection } from './config.js'
import { logMessenger } from './messengers.js'
import type { Person } from './server/people.js'

/** How CloudTrail names what we do in an account. */
const SESSION_NAME = 'tourniquet'
const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
/** CloudTrail's event times have whole seconds. */
const EVENT_TIME_BLUR_MS = 1_500

/** The one account that this version serves, as a realm. */
export function realmOf(config: Config): Realm {
  const [account] = config.accounts
  if (account === undefined) throw new Error('The configuration names no account.')
  const kind = config.exercise === undefined ? 'live' : 'exercise'
  return { kind, partition: account.partition, accountId: account.id, endpoint: account.endpoint }
}

export function timeScaleOf(config: Config): number {
  return config.exercise?.timeScale ?? 1
}

export function timingOf(config: Config): Timing {
  const approvalExpiryMs = config.approvals.contain.expiresMinutes * MINUTE_MS
  const timing = { ...liveTiming, approvalExpiryMs, approvalReminderMs: Math.ceil(approvalExpiryMs / 2) }
  return scaledTiming(timeScaleOf(config), timing)
}

/** Everybody whom the API knows. */
export function peopleOf(config: Config): Person[] {
  const { contain, restore } = config.approvals
  const all = [...contain.approvers, ...(restore.approvers ?? [])]
  return [...new Map(all.map(({ name, tokenSha256 }) => [name, { name, tokenSha256 }])).values()]
}

export function approvalRulesOf(config: Config): ApprovalRules {
  const { contain, restore } = config.approvals
  const names = contain.approvers.map((each) => each.name)
  return {
    contain: { approvers: names, quorum: contain.quorum },
    restore: { approvers: restore.approvers?.map((each) => each.name) ?? names, quorum: restore.quorum },
  }
}

export function effectRulesOf(config: Config): EffectRules {
  const [account] = config.accounts
  const { modes, policyName, propagationWindowSeconds, suspectLookbackMinutes } = config.containment
  const { contain, restore } = approvalRulesOf(config)
  return {
    writes: account?.mode === 'guarded' ? 'onApproval' : 'never',
    modes,
    policyName,
    approval: { contain: countsOf(contain), restore: countsOf(restore) },
    evidenceLookbackHours: 24,
    propagationWindowMs: (propagationWindowSeconds * SECOND_MS) / timeScaleOf(config) + EVENT_TIME_BLUR_MS,
    maxEvidenceRequests: 120,
    maxCheckRequests: 12,
    suspectLookbackMs: suspectLookbackMinutes * MINUTE_MS,
  }
}

/** Two entries of one name are one person. */
function countsOf({ quorum, approvers }: ApprovalRules['contain']): { quorum: number; approvers: number } {
  return { quorum, approvers: new Set(approvers).size }
}

/** How the configured account is reached beside its realm: as which role, and where its event history is read. */
export function connectionOf(config: Config): Pick<Composition, 'assumeRole' | 'lookupRegions'> {
  const [account] = config.accounts
  const { containRole: roleArn = null, externalId = null, lookupRegions = null } = account ?? {}
  return {
    ...(roleArn === null
      ? {}
      : { assumeRole: { roleArn, sessionName: SESSION_NAME, ...(externalId === null ? {} : { externalId }) } }),
    ...(lookupRegions === null ? {} : { lookupRegions }),
  }
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
  readonly runtime: Runtime
  close(): Promise<void>
}

/** Connects everything that the configuration names; without a database URL the embedded server is started or joined. */
export async function assemble({ config, path }: ConfigFile, log: Log): Promise<Assembled> {
  const dataDir = resolve(config.dataDir)
  const embedded =
    config.database.url === null
      ? await useEmbeddedServer({ dataDir: join(dataDir, 'database'), onProgress: (message) => log.info(message) })
      : null
  const databaseUrl = config.database.url ?? embedded?.url ?? ''
  const realm = realmOf(config)
  const scale = timeScaleOf(config)
  const runtime = await compose({
    realm,
    databaseUrl,
    redisUrl: config.queue.url,
    timeScale: scale,
    ...(scale > 1 ? { lookupEventsPerSecond: 2 * scale } : {}),
    ...connectionOf(config),
    messenger: logMessenger(log, realmBanner(realm)),
    rules: effectRulesOf(config),
    protection: protectionFile(path, (text) => parseProtection(path, text)),
    filesDir: dataDir,
    log,
  })
  return {
    runtime,
    close: async () => {
      await runtime.close()
      await embedded?.release()
    },
  }
}
