import type { Acknowledged, AnchorReading } from './anchor.js'
import type { StoredCheckpoint } from './audit-source.js'
import { linkBody } from './chain.js'
import { type Checkpoint, type Continuation, checkpointGenesisHash } from './checkpoint.js'
import type { PinnedKeys } from './checkpoint-keys.js'
import type { AuditFault } from './fault.js'
import type { Point } from './walk-chain.js'

/** An anchor as it was read before the database was. */
export interface ReadAnchor {
  readonly name: string
  readonly reading: AnchorReading
}

/** A place where a person let the database go on without checkpoints that an anchor holds. */
export interface Continued {
  readonly number: number
  readonly at: string
  readonly by: string
  readonly reason: string
  /** Checkpoints that the database does not hold any more; null: none, it only is another database than before. */
  readonly lost: { readonly from: number; readonly to: number } | null
}

export interface CheckpointHistory {
  readonly faults: readonly AuditFault[]
  /** By chain, ascending. */
  readonly points: ReadonlyMap<string, readonly Point[]>
  readonly newest: { readonly number: number; readonly at: string } | null
  readonly continued: readonly Continued[]
  /** By anchor: the highest number that it and the database hold alike, and when that one was taken. */
  readonly agreed: ReadonlyMap<string, { readonly number: number; readonly at: string }>
}

interface Trust {
  readonly realm: string
  readonly keys: PinnedKeys
  readonly anchors: readonly ReadAnchor[]
  readonly acknowledged: readonly Acknowledged[]
}

/**
 * Checks the checkpoints of a realm: each follows the one before, is signed with a pinned key, and is the one that every
 * anchor holds under its number; and no anchor holds one that the database lost, nor lost one that it had confirmed.
 */
export async function checkpointHistory(
  trust: Trust,
  stored: AsyncIterable<StoredCheckpoint>,
): Promise<CheckpointHistory> {
  const reader = new HistoryReader(trust)
  for await (const row of stored) reader.take(row)
  reader.end()
  return reader
}

class HistoryReader implements CheckpointHistory {
  readonly faults: AuditFault[] = []
  readonly points = new Map<string, Point[]>()
  readonly continued: Continued[] = []
  readonly agreed = new Map<string, { number: number; at: string }>()
  newest: { number: number; at: string; hash: string } | null = null
  /** By anchor, the numbers and hashes that it holds and that were not met in the database yet. */
  private readonly unmet: Map<string, Map<number, string>>

  constructor(private readonly trust: Trust) {
    this.unmet = new Map(trust.anchors.map((anchor) => [anchor.name, this.entriesOf(anchor)]))
    this.checkAcknowledged()
  }

  take({ number, checkpoint }: StoredCheckpoint): void {
    if (checkpoint === null) {
      this.fault('checkpoints', number, 'cannot be read')
      return
    }
    const reason = this.faultOf(number, checkpoint)
    if (reason !== null) this.fault('checkpoints', number, reason)
    const { at, heads, continues } = checkpoint.body
    for (const { chain, seq, hash } of heads) {
      const point = { seq, hash, number, at, before: this.newest?.at ?? null }
      const known = this.points.get(chain)
      if (known === undefined) this.points.set(chain, [point])
      else known.push(point)
    }
    this.compare(number, checkpoint)
    if (continues !== null) this.forgive(checkpoint, continues)
    this.newest = { number, at, hash: checkpoint.hash }
  }

  end(): void {
    for (const [name, entries] of this.unmet) {
      const first = [...entries.keys()].sort((a, b) => a - b)[0]
      if (first === undefined) continue
      const last = this.newest === null ? 'holds none' : `ends at ${this.newest.number}`
      this.fault('checkpoints', first, `is in the anchor ${name} and not in the database, which ${last}`)
    }
    // Checkpoints that a chain was re-made against may name it out of order; the walk needs them ascending.
    for (const points of this.points.values()) points.sort((a, b) => a.seq - b.seq || a.number - b.number)
  }

  private faultOf(number: number, { body, prevHash, hash }: Checkpoint): string | null {
    const expectedPrev = this.newest?.hash ?? checkpointGenesisHash(this.trust.realm)
    const expectedNumber = Math.max(this.newest?.number ?? 0, body.continues?.newestAnchor?.number ?? 0) + 1
    if (body.realm !== this.trust.realm) return `belongs to ${body.realm}`
    if (body.number !== number || number !== expectedNumber) {
      return `has number ${body.number} where ${expectedNumber} should be`
    }
    if (prevHash !== expectedPrev) return 'does not follow its predecessor'
    if (linkBody(prevHash, body).hash !== hash) return 'was changed after it was signed'
    return null
  }

  /** Signatures are checked here as well: an anchor's own is, where it shows the checkpoint whole. */
  private compare(number: number, checkpoint: Checkpoint): void {
    const badKey = this.trust.keys.faultOf(checkpoint)
    if (badKey !== null) this.fault('checkpoints', number, badKey)
    for (const [name, entries] of this.unmet) {
      const anchored = entries.get(number)
      if (anchored === undefined) continue
      entries.delete(number)
      if (anchored === checkpoint.hash) this.agreed.set(name, { number, at: checkpoint.body.at })
      else this.fault('checkpoints', number, `is not the one that the anchor ${name} holds`)
    }
  }

  private forgive({ body }: Checkpoint, { by, reason, newestAnchor }: Continuation): void {
    const from = (this.newest?.number ?? 0) + 1
    const lost = newestAnchor === null || newestAnchor.number < from ? null : { from, to: newestAnchor.number }
    this.continued.push({ number: body.number, at: body.at, by, reason, lost })
    if (lost === null) return
    for (const entries of this.unmet.values()) {
      for (const number of entries.keys()) if (number >= lost.from && number <= lost.to) entries.delete(number)
    }
  }

  private entriesOf({ name, reading }: ReadAnchor): Map<number, string> {
    const entries = new Map<number, string>()
    for (const fault of reading.faults) this.fault(name, 0, fault)
    for (const { number, hash, checkpoint } of reading.entries) {
      const known = entries.get(number)
      if (known !== undefined && known !== hash) this.fault(name, number, 'is there twice, and not the same')
      const reason = checkpoint === null ? null : this.anchoredFault(number, hash, checkpoint)
      if (reason === null) entries.set(number, hash)
      else this.fault(name, number, reason)
    }
    return entries
  }

  private anchoredFault(number: number, hash: string, checkpoint: Checkpoint): string | null {
    if (checkpoint.body.number !== number || checkpoint.hash !== hash) return 'is filed under another name'
    if (linkBody(checkpoint.prevHash, checkpoint.body).hash !== hash) return 'was changed after it was signed'
    return this.trust.keys.faultOf(checkpoint)
  }

  /** An anchor that was read must hold what it confirmed: this tells one that was cut from a write that never ended. */
  private checkAcknowledged(): void {
    for (const { sink, number, hash } of this.trust.acknowledged) {
      const entries = this.unmet.get(sink)
      if (entries === undefined || entries.get(number) === hash) continue
      this.fault(sink, number, 'is missing although the anchor had confirmed it: it was cut or replaced')
    }
  }

  private fault(chain: string, seq: number, reason: string): void {
    this.faults.push({ chain, incidentId: null, seq, reason })
  }
}
