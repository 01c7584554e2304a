import { compose, type Runtime } from '../app/compose.js'
import { fixedProtection } from '../app/fixed-protection.js'
import { silentMessenger } from '../app/messengers.js'
import { randomIds } from '../integrations/system/random-ids.js'
import { systemClock } from '../integrations/system/system-clock.js'
import { liveTiming } from '../playbooks/stages/timing.js'
import { defaultModes } from '../src/containment/contain-modes.js'
import type { Finding } from '../src/domain/finding.js'
import type { Realm } from '../src/domain/realm.js'
import type { Log } from '../src/engine/engine.js'
import type { IncidentStore, StepRecord } from '../src/engine/incident-store.js'

export const ACCOUNT = '111122223333'
const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** Waits of the playbook are hours here: only what is asked for happens while it is measured. */
export const benchTiming = { ...liveTiming, soakLooks: [{ atMs: 3_600_000, depth: 'full' as const }] }
export const benchRules = { contain: { approvers: ['ana'], quorum: 1 }, restore: { approvers: ['ana'], quorum: 1 } }

export interface BenchRuntimeOptions {
  readonly realm: Realm
  readonly databaseUrl: string
  readonly redisUrl: string | null
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** The product as it runs, with reports and undo cards in a folder that is thrown away. */
export function composeBench(options: BenchRuntimeOptions, filesDir: string): Promise<Runtime> {
  return compose({
    ...options,
    timeScale: 1,
    messenger: silentMessenger,
    filesDir,
    log: quiet,
    lookupEventsPerSecond: 1_000,
    protection: fixedProtection({ arns: ['arn:aws:iam::*:role/break-glass-*'] }),
    rules: {
      writes: 'onApproval',
      modes: defaultModes,
      policyName: null,
      approval: { contain: { quorum: 1, approvers: 1 }, restore: { quorum: 1, approvers: 1 } },
      evidenceLookbackHours: 1,
      propagationWindowMs: 10_000,
      evidenceBudgetMs: 10_000,
      maxEvidenceRequests: 10,
      maxCheckRequests: 5,
      suspectLookbackMs: 900_000,
    },
  })
}

/** A finding on a role of its own: each incident of the bench has another principal. */
export function findingOn(roleName: string): Finding {
  const now = systemClock.now().toISOString()
  return {
    source: 'guardduty',
    sourceId: randomIds.next('fnd'),
    type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
    title: 'bench',
    severity: 8,
    sample: false,
    trusted: true,
    accountId: ACCOUNT,
    region: 'us-east-1',
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
    count: 1,
    principal: { type: 'role', partition: 'aws', accountId: ACCOUNT, name: roleName },
  }
}

/** Lets the bench wait for a step without polling: tells of each one that was recorded, after it was. */
export function watched(store: IncidentStore, onStep: (step: StepRecord) => void): IncidentStore {
  return {
    ...store,
    recordStep: async (step) => {
      const result = await store.recordStep(step)
      if (result.status === 'recorded') onStep(step)
      return result
    },
  }
}
