import type { Kysely } from 'kysely'
import { type FileSigner, openCheckpointKey, readKey } from '../integrations/files/checkpoint-key-file.js'
import type { Database } from '../integrations/postgres/database.js'
import { postgresAuditSource } from '../integrations/postgres/postgres-audit-source.js'
import { postgresCheckpointStore } from '../integrations/postgres/postgres-checkpoint-store.js'
import type { AnchorSink } from '../src/audit/anchor.js'
import type { AuditSource } from '../src/audit/audit-source.js'
import { pinnedKeys } from '../src/audit/checkpoint-keys.js'
import type { Log } from '../src/engine/engine.js'
import type { IncidentStore } from '../src/engine/incident-store.js'
import {
  type AnchorState,
  anchorStates,
  type CheckpointKeeping,
  continueFromHere,
  keepCheckpoints,
  readStanding,
  type StandingRead,
} from '../src/incidents/keep-checkpoints.js'
import { isMomentous } from '../src/incidents/momentous-step.js'
import { type AuditVerification, verifyAudit } from '../src/incidents/verify-audit.js'
import { type CheckpointRounds, startCheckpointRounds } from '../workers/checkpoint-rounds.js'

/** What checkpoints are signed with and anchored to. */
export interface AuditSettings {
  readonly keyFile: string
  /** Empty: the key file's own. */
  readonly publicKeys: readonly string[]
  readonly sinks: readonly AnchorSink[]
  /** From one checkpoint to the next, where records came. */
  readonly checkpointMs: number
}

/** The record of a realm, and what keeps it from being changed unseen. */
export interface RuntimeAudit {
  readonly source: AuditSource
  verify(onProgress?: (records: number) => void): Promise<AuditVerification>
  /** Whether this is the database that was written to last. */
  readStanding(): Promise<StandingRead>
  /**
   * A person's word that a database which is not current goes on from here; recorded in the next checkpoint, for ever.
   * false: no checkpoint could be taken now; try again.
   */
  continueFromHere(word: { readonly by: string; readonly reason: string }): Promise<boolean>
  anchorStates(): Promise<AnchorState[]>
  /** Checkpoints from now on, by this process; null where the composition has no audit settings. */
  start(): Promise<CheckpointRounds | null>
  /** Asks for a checkpoint soon, where this process takes them. */
  readonly nudge: () => void
}

/** Without settings (demo, exercises) no checkpoint is taken, and verification shows consistency alone. */
export function runtimeAudit(parts: {
  readonly db: Kysely<Database>
  readonly realm: string
  readonly settings: AuditSettings | undefined
  readonly log: Log
}): RuntimeAudit {
  const { db, realm, settings, log } = parts
  const source = postgresAuditSource(db, realm)
  const store = postgresCheckpointStore(db, realm)
  const sinks = settings?.sinks ?? []
  const running: CheckpointRounds[] = []
  const keeping = async (): Promise<CheckpointKeeping | null> =>
    settings === undefined ? null : { realm, store, sinks, log, signer: await signerOf(settings, log) }
  return {
    source,
    verify: async (onProgress = () => {}) => {
      const keys = pinnedKeys(settings === undefined ? [] : await trustedKeys(settings))
      return verifyAudit(source, { keys, sinks, acknowledged: store.acknowledged, onProgress })
    },
    readStanding: async () => {
      const { standing, unread } = await readStanding({ realm, store, sinks, log })
      return { standing, unread }
    },
    continueFromHere: async (word) => {
      const ready = await keeping()
      return ready !== null && continueFromHere(ready, word)
    },
    anchorStates: () => anchorStates({ store, sinks }),
    start: async () => {
      const ready = await keeping()
      if (ready === null || settings === undefined) return null
      const rounds = startCheckpointRounds(() => keepCheckpoints(ready), { intervalMs: settings.checkpointMs, log })
      running.push(rounds)
      return rounds
    },
    nudge: () => running.at(-1)?.nudge(),
  }
}

/** The store, asking for a checkpoint after each step that should not wait for the interval. */
export function nudgingStore(store: IncidentStore, nudge: () => void): IncidentStore {
  return {
    ...store,
    recordStep: async (step) => {
      const result = await store.recordStep(step)
      if (result.status === 'recorded' && isMomentous(step)) nudge()
      return result
    },
  }
}

/** A key that is not pinned signs what verification will not take: that is said while it is easy to put right. */
async function signerOf({ keyFile, publicKeys }: AuditSettings, log: Log): Promise<FileSigner> {
  const signer = await openCheckpointKey(keyFile, log)
  if (publicKeys.length > 0 && !publicKeys.includes(signer.publicKey)) {
    log.error('The checkpoint key is not among audit.publicKeys: add its public half, or verification will fail.', {
      keyFile,
      publicKey: signer.publicKey,
    })
  }
  return signer
}

async function trustedKeys({ keyFile, publicKeys }: AuditSettings): Promise<readonly string[]> {
  if (publicKeys.length > 0) return publicKeys
  const own = await readKey(keyFile)
  return own === null ? [] : [own.publicKey]
}
