import { generateKeyPairSync } from 'node:crypto'
import type { Acknowledged, AnchorSink } from '../../../src/audit/anchor.js'
import type { AuditSource, ChainPart } from '../../../src/audit/audit-source.js'
import { genesisHash, linkBody } from '../../../src/audit/chain.js'
import { type Checkpoint, type DatabaseIdentity, SYSTEM_CHAIN } from '../../../src/audit/checkpoint.js'
import { checkpointSigner, pinnedKeys } from '../../../src/audit/checkpoint-keys.js'
import type { CheckpointStore } from '../../../src/audit/checkpoint-store.js'
import type { StoredLink } from '../../../src/audit/stored-link.js'
import { systemGenesisHash } from '../../../src/audit/system-record.js'
import { type CheckpointKeeping, keepCheckpoints } from '../../../src/incidents/keep-checkpoints.js'
import { type AuditVerification, verifyAudit } from '../../../src/incidents/verify-audit.js'
import { silentLog } from '../store.js'

export const LAB_REALM = 'exercise/aws/111122223333/127.0.0.1:1'

export function newSigner() {
  return checkpointSigner(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
}
/** One key for all labs: making one takes longer than a trial. */
const labSigner = newSigner()
const labKeys = pinnedKeys([labSigner.publicKey])

export interface LabChain {
  records: StoredLink[]
  /** null: the system chain, which has no incident to say where it ends. */
  head: { seq: number; hash: string } | null
}

/** Everything that whoever owns the database can change. */
export interface LabDatabase {
  chains: Map<string, LabChain>
  checkpoints: Checkpoint[]
  acknowledged: Acknowledged[]
  identity: DatabaseIdentity
}

/** A record with checkpoints in memory: the real rules on a database that a test may spoil as it likes. */
export class AuditLab {
  database: LabDatabase = {
    chains: new Map([[SYSTEM_CHAIN, { records: [], head: null }]]),
    checkpoints: [],
    acknowledged: [],
    identity: { systemIdentifier: '7000000000000000001', databaseOid: '16384', instanceId: 'the-one', files: null },
  }
  /** The anchor's own, out of the database owner's reach. */
  anchored: Checkpoint[] = []
  anchorAnswers = true
  nowMs = Date.parse('2026-03-01T10:00:00.000Z')
  readonly signer = labSigner

  readonly sink: AnchorSink = {
    name: 'lab:outside',
    outside: true,
    write: async (checkpoint) => {
      if (!this.anchorAnswers) throw new Error('away')
      this.anchored.push(checkpoint)
    },
    read: async () => ({ entries: this.anchored.map(entryOf), torn: false, faults: [] }),
    readNewest: async () => {
      if (!this.anchorAnswers) throw new Error('away')
      const newest = this.anchored.toSorted((a, b) => b.body.number - a.body.number)[0]
      return newest === undefined ? null : entryOf(newest)
    },
  }

  readonly store: CheckpointStore = {
    take: async (make) => {
      const [newest = null, at] = [this.database.checkpoints.at(-1), this.now()]
      const made = make({ at, database: this.database.identity, newest, changed: this.changedHeads() })
      if (made !== null) this.database.checkpoints.push(made)
      return made
    },
    newest: async () => this.database.checkpoints.at(-1) ?? null,
    hashOf: async (number) => this.database.checkpoints.find(({ body }) => body.number === number)?.hash ?? null,
    identity: async () => this.database.identity,
    acknowledged: async () => this.database.acknowledged,
    anchoredUpTo: async () => Math.max(0, ...this.database.acknowledged.map(({ number }) => number)),
    acknowledge: async (anchored) => void this.database.acknowledged.push(anchored),
  }

  /** Another lab in the same state; what is done to one does not reach the other. */
  copy(): AuditLab {
    const { chains, ...database } = this.database
    const { checkpoints, acknowledged } = database
    const copy = new AuditLab()
    copy.database = {
      ...database,
      chains: new Map([...chains].map(([id, { records, head }]) => [id, { records: [...records], head }])),
      checkpoints: [...checkpoints],
      acknowledged: [...acknowledged],
    }
    copy.anchored = [...this.anchored]
    copy.nowMs = this.nowMs
    return copy
  }

  keeping(): CheckpointKeeping {
    return { realm: LAB_REALM, store: this.store, signer: this.signer, sinks: [this.sink], log: silentLog }
  }

  now(): string {
    return new Date(this.nowMs).toISOString()
  }

  /** A record a minute. */
  append(chain: string, detail: string): void {
    this.nowMs += 60_000
    const known = this.database.chains.get(chain) ?? { records: [], head: { seq: 0, hash: '' } }
    this.database.chains.set(chain, known)
    known.records.push(linkStored(chain, known.records, bodyOf(chain, known.records.length + 1, this.now(), detail)))
    if (known.head !== null) setHead(known)
  }

  /** A checkpoint, and with it an anchor where that answers. */
  async checkpoint(): Promise<void> {
    this.nowMs += 1_000
    await keepCheckpoints(this.keeping())
  }

  verify(sinks: readonly AnchorSink[] = [this.sink], keys = labKeys): Promise<AuditVerification> {
    const { acknowledged } = this.store
    return verifyAudit(this.source(), { keys, sinks, acknowledged })
  }

  /** Of each chain, how many records the newest anchor covers. */
  anchoredSeq(chain: string): number {
    const heads = this.anchored.flatMap(({ body }) => body.heads).filter((head) => head.chain === chain)
    return Math.max(0, ...heads.map(({ seq }) => seq))
  }

  private source(): AuditSource {
    const { chains, checkpoints } = this.database
    return {
      realm: LAB_REALM,
      atOneMoment: (look) =>
        look({
          checkpoints: async function* () {
            for (const checkpoint of checkpoints) yield { number: checkpoint.body.number, checkpoint }
          },
          chains: async function* () {
            for (const [id, { records, head }] of chains) yield* partsOf(id, records, head)
          },
        }),
    }
  }

  private changedHeads() {
    const known = (chain: string) =>
      Math.max(
        0,
        ...this.database.checkpoints.flatMap(({ body }) =>
          body.heads.filter((h) => h.chain === chain).map((h) => h.seq),
        ),
      )
    return [...this.database.chains].flatMap(([chain, { records }]) => {
      const last = records.at(-1)
      return last === undefined || last.seq <= known(chain) ? [] : [{ chain, seq: last.seq, hash: last.hash }]
    })
  }
}

function entryOf(checkpoint: Checkpoint) {
  return { number: checkpoint.body.number, hash: checkpoint.hash, checkpoint }
}

/** Two parts a chain, as pages cut it. */
function* partsOf(id: string, records: readonly StoredLink[], head: LabChain['head']): Iterable<ChainPart> {
  if (id === SYSTEM_CHAIN && records.length === 0) return
  const part =
    id === SYSTEM_CHAIN ? ({ kind: 'system', id: LAB_REALM, head } as const) : ({ kind: 'incident', id, head } as const)
  const half = Math.floor(records.length / 2)
  const stored = records.map(({ body, ...link }) => ({ ...link, body: JSON.stringify(body) }))
  yield { ...part, records: stored.slice(0, half), last: false }
  yield { ...part, records: stored.slice(half), last: true }
}

function bodyOf(chain: string, seq: number, at: string, detail: string): StoredLink['body'] {
  const owner = chain === SYSTEM_CHAIN ? { realm: LAB_REALM } : { incidentId: chain }
  return { ...owner, seq, at, actor: { kind: 'person', name: 'ana' }, what: 'TESTED', detail }
}

export function linkStored(chain: string, before: readonly StoredLink[], body: StoredLink['body']): StoredLink {
  const start = chain === SYSTEM_CHAIN ? systemGenesisHash(LAB_REALM) : genesisHash(chain)
  return { seq: before.length + 1, ...linkBody(before.at(-1)?.hash ?? start, body) }
}

/** As the owner of the database would: numbers, hashes and the incident's head fit again. */
export function relink(chain: string, { records, head }: LabChain): LabChain {
  const linked: StoredLink[] = []
  for (const { body } of records) linked.push(linkStored(chain, linked, { ...body, seq: linked.length + 1 }))
  const made: LabChain = { records: linked, head }
  if (head !== null) setHead(made)
  return made
}

export function setHead(chain: LabChain): void {
  const last = chain.records.at(-1)
  chain.head = { seq: last?.seq ?? 0, hash: last?.hash ?? '' }
}
